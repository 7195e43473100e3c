//! Quotations one below the other, each with who said it, where, and a link that leads back: what is copied or written from
//! rows of a list, and what the scratch page is made of.

use super::marks::QUOTATIONS;
use super::page::markdown;
use crate::sanitize::visible;

/// A quotation with where it is from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Quotation {
    /// Its words, on one line; parts of it with ` … ` between them.
    pub words: String,
    /// Who said it, where that is known.
    pub speaker: Option<String>,
    /// Its document and the place in it, as people say it: `a.txt ¶3`.
    pub place: String,
    /// A link that leads back, where there is one.
    pub link: Option<String>,
}

impl Quotation {
    /// Who said it and where: `Ada Grey, a.txt ¶3`.
    pub fn source(&self) -> String {
        self.speaker.iter().chain([&self.place]).filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ")
    }

    /// As text: words and source on one line.
    pub fn in_line(&self) -> String {
        format!("{} — {}", self.words, self.source())
    }

    /// As text, the link on a line of its own.
    pub fn in_lines(&self) -> String {
        self.link.as_ref().map_or_else(|| self.in_line(), |link| format!("{}\n{link}", self.in_line()))
    }

    /// As a block of Markdown, lines with `\n`.
    pub fn block(&self) -> String {
        let place = markdown(&self.place);
        let linked = self.link.as_ref().map_or_else(|| place.clone(), |link| format!("[{place}](<{}>)", visible(link)));
        let name = self.speaker.as_ref().filter(|name| !name.is_empty());
        let name = name.map_or_else(String::new, |name| format!("{}, ", markdown(name)));
        let words = self.words.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("> {}\n>\n> — {name}{linked}\n", markdown(&words))
    }
}

/// A list of quotations in Markdown, under a title.
pub fn list(title: &str, quotations: &[Quotation]) -> String {
    let head = format!("{QUOTATIONS}\n\n# {}\n", markdown(title));
    quotations.iter().fold(head, |text, quotation| text + "\n" + &quotation.block())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::is_export;

    #[test]
    fn a_list_is_markdown_and_known_as_an_export() {
        let one = Quotation {
            words: "“*Nobody* is in\na hurry.”".to_owned(),
            speaker: Some("Ada Grey".to_owned()),
            place: "a_b.txt ¶3".to_owned(),
            link: Some("sayso:a_b.txt#01".to_owned()),
        };
        let two = Quotation { words: "1. Words".to_owned(), place: "a.txt ¶4".to_owned(), ..Quotation::default() };
        let text = list("“hurry”", &[one, two]);
        let expected = "<!-- Quotations, written by sayso -->\n\n# “hurry”\n\n> “\\*Nobody\\* is in a hurry.”\n>\n> — Ada \
                        Grey, [a\\_b.txt ¶3](<sayso:a_b.txt#01>)\n\n> 1\\. Words\n>\n> — a.txt ¶4\n";
        assert_eq!(text, expected);
        assert!(is_export(text.as_bytes()));
    }
}
