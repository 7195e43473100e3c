//! Pictures between the paragraphs of a text. They are no words of it: they are told beside it.

use super::TextBuilder;

/// Most letters of what the source says of a picture that are kept.
const MAX_DESCRIPTION: usize = 200;

/// Pictures so far.
#[derive(Default)]
pub struct Pictures {
    /// Those no paragraph has followed yet.
    waiting: Vec<Box<str>>,
    /// Those in front of a paragraph: where it begins, and what the source says of them.
    placed: Vec<(u32, Box<str>)>,
}

impl Pictures {
    /// A paragraph begins.
    pub fn place(&mut self, at: u32) {
        self.placed.extend(self.waiting.drain(..).map(|described| (at, described)));
    }

    /// What stands behind `end` is taken off: its pictures wait for the next paragraph.
    pub fn cut(&mut self, end: usize) {
        let kept = self.placed.partition_point(|(at, _)| (*at as usize) < end);
        self.waiting.splice(..0, self.placed.drain(kept..).map(|(_, described)| described));
    }

    /// All of them, in order.
    pub fn done(self) -> Vec<(u32, Box<str>)> {
        self.placed
    }
}

impl TextBuilder {
    /// A picture, and what the source says of it, empty where it says nothing. One amid the words of a paragraph is counted
    /// and not told: an icon, a formula, a letter that was drawn.
    pub fn picture(&mut self, described: &str) {
        self.left.pictures += 1;
        if !self.is_open() {
            self.pictures.waiting.push(description(described));
        }
    }

    /// What the source says of the picture that came last.
    pub fn describe_picture(&mut self, described: &str) {
        if let Some(last) = self.pictures.waiting.last_mut().filter(|last| last.is_empty()) {
            *last = description(described);
        }
    }
}

/// What is said of a picture, in one line; nothing where it is a file name or no words.
fn description(described: &str) -> Box<str> {
    let words: Vec<&str> = described.split_whitespace().collect();
    let is_file = |word: &str| word.rsplit_once('.').is_some_and(|(_, e)| (2..=4).contains(&e.len()));
    let tells = words.iter().any(|w| w.contains(char::is_alphabetic));
    if !tells || words.last().is_some_and(|last| is_file(last)) && words.len() == 1 {
        return "".into();
    }
    let line = words.join(" ");
    match line.char_indices().nth(MAX_DESCRIPTION) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default().trim_end()).into(),
        None => line.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    #[test]
    fn pictures_stand_in_front_of_the_paragraph_behind_them() {
        let mut out = TextBuilder::default();
        out.flow("One.");
        out.picture("An icon amid words");
        out.finish();
        out.picture(" The quay\n at dawn ");
        out.picture("");
        out.describe_picture("IMG_2032.jpg");
        out.flow("The quay at dawn. Photo: Bo Lind");
        out.finish();
        out.picture("nothing follows");
        let read = out.done();
        let told: Vec<_> = read.pictures.iter().map(|(at, d)| (read.text.get(*at as usize..), d.as_ref())).collect();
        let behind = Some("The quay at dawn. Photo: Bo Lind");
        assert_eq!(told, [(behind, "The quay at dawn"), (behind, "")]);
        assert_eq!(read.left.pictures, 4);
    }

    #[test]
    fn a_paragraph_that_is_taken_off_leaves_its_pictures() {
        let mut out = TextBuilder::default();
        out.flow("One.");
        out.finish();
        out.picture("a map");
        out.push("\u{3000}");
        out.push("x");
        out.unpush(1);
        out.finish();
        out.flow("Two.");
        let read = out.done();
        assert_eq!(read.text, "One.\n\nTwo.");
        assert_eq!(read.pictures, [(6, "a map".into())]);
    }

    /// A picture with a caption, one that is described, and one amid words, in formats that have them.
    #[test]
    fn pictures_are_told_above_their_captions() {
        let told = |text: &str, name: &str| -> Vec<(String, String)> {
            let document = Document::from_text(text, name);
            let told =
                |n: usize| Some((document.words(document.blocks()[n].span).to_owned(), document.pictures_in_words(n)?));
            (0..document.blocks().len()).filter_map(told).collect()
        };
        let pair = |words: &str, told: &str| (words.to_owned(), told.to_owned());
        let page = "<html><body><article><h1>The vote</h1><p>The council met <img alt='a bell' src='b.png'> at noon.</p>\
            <figure><img src='q.jpg' alt='Boats at the quay'><figcaption>The quay on Monday.</figcaption></figure>\
            <p><img src='m.jpg' alt='Ada Grey'></p><p>Ada Grey spoke first.</p>\
            <img src='x.jpg'><img src='y.jpg' alt='A map of the harbour'><p>Nobody answered.</p></article></body></html>";
        let wanted = [
            pair("The quay on Monday.", "picture: Boats at the quay"),
            pair("Ada Grey spoke first.", "picture"),
            pair("Nobody answered.", "2 pictures: A map of the harbour"),
        ];
        assert_eq!(told(page, "vote.html"), wanted);
        let markdown = "The council met.\n\n![Boats at the quay](q.jpg)\n\nIt rained ![icon](i.png) all day.\n";
        assert_eq!(told(markdown, "vote.md"), [pair("Boats at the quay", "picture")]);
        let org = "* The vote\n\nThe council met.\n\n[[file:q.jpg]]\nThe quay on Monday.\n";
        assert_eq!(told(org, "vote.org"), [pair("The quay on Monday.", "picture")]);
    }

    #[test]
    fn long_descriptions_end() {
        assert_eq!(description(&"word-".repeat(100)).chars().count(), MAX_DESCRIPTION + 1);
        assert_eq!(&*description("12 — 3"), "");
        assert_eq!(&*description("Rates at 2.5 percent"), "Rates at 2.5 percent");
    }
}
