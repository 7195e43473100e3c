//! What the parts of a web page weigh: letters, letters in links, prose, and which of them are furniture.

use super::tree::{HtmlNode, NodeData, NodeId, Tree};
use super::walk::is_unread;

/// Shortest paragraph that counts as prose, in bytes.
const MIN_PROSE_BYTES: usize = 60;

/// Most times on a page that say when it was published.
const MAX_TIMES: usize = 4;

/// Longest part that its name alone may exclude, in bytes.
const MAX_NAMED_BYTES: usize = 4_000;

/// Words in the names of parts that are not the article.
const FURNITURE: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "advertisement",
    "advertising",
    "sponsor",
    "sponsored",
    "promo",
    "promotion",
    "banner",
    "nav",
    "navbar",
    "navigation",
    "menu",
    "breadcrumb",
    "breadcrumbs",
    "sidebar",
    "rail",
    "masthead",
    "share",
    "sharing",
    "social",
    "related",
    "recommended",
    "recommendation",
    "recommendations",
    "newsletter",
    "subscribe",
    "subscription",
    "signup",
    "comment",
    "comments",
    "disqus",
    "cookie",
    "cookies",
    "consent",
    "gdpr",
    "popup",
    "modal",
    "overlay",
    "toolbar",
    "pagination",
    "pager",
    "tags",
    "taglist",
    "trending",
    "popular",
    "outbrain",
    "taboola",
    "paywall",
    "skip",
    "skiplink",
    "copyright",
    "widget",
    "more",
    "morestories",
    "mostread",
    "most",
    "teaser",
    "teasers",
    "carousel",
    "login",
    "register",
    "donate",
    "donation",
    "footer",
    "credits",
    "credit",
    "toc",
    "byline",
    "author",
    "authors",
    "timestamp",
    "datetime",
    "published",
    "pubdate",
    "readtime",
    "print",
    "email",
    "bookmark",
    "pullquote",
    "newsbox",
    "infobox",
    "bio",
    "authorbox",
    "siteheader",
    "sitefooter",
    "sr",
    "visually",
    "screenreader",
    "hidden",
    "offscreen",
    "caption-credit",
];

/// Of those, the ones that are too common in names of other things: they count only on short parts.
const WEAK: &[&str] = &[
    "more",
    "most",
    "author",
    "authors",
    "byline",
    "credit",
    "credits",
    "published",
    "print",
    "email",
    "hidden",
    "sr",
    "visually",
    "skip",
    "promo",
    "teaser",
    "widget",
    "rail",
    "tags",
    "timestamp",
    "datetime",
    "banner",
    "popular",
];

/// What is known of each node: letters, letters in links, prose, whether it is furniture.
pub struct NodeWeights {
    letters: Vec<u32>,
    links: Vec<u32>,
    prose: Vec<u32>,
    dropped: Vec<bool>,
    /// Whether many times stand on the page: those of its entries.
    diary: bool,
    /// Letters of the whole page.
    all: usize,
}

impl NodeWeights {
    /// Weighs everything in `body`. O(n).
    pub fn of(tree: &Tree, body: NodeId) -> Self {
        let n = tree.len();
        let order: Vec<NodeId> = tree.within(body).collect();
        let times = order.iter().filter(|id| tree.node(**id).tag() == "time").count();
        let (letters, links, prose, dropped) = (vec![0; n], vec![0; n], vec![0; n], vec![false; n]);
        let mut w = Self { letters, links, prose, dropped, diary: times > MAX_TIMES, all: 0 };
        // From the inside out: everything in a node comes behind it.
        for id in order.iter().rev() {
            w.gather(tree, *id);
        }
        w.all = w.letters(body);
        for id in order.iter().rev() {
            let dropped = w.is_furniture(tree, *id);
            if let Some(d) = w.dropped.get_mut(*id as usize) {
                *d = dropped;
            }
        }
        for id in order.iter().rev() {
            let prose = w.prose_of(tree, *id);
            if let Some(p) = w.prose.get_mut(*id as usize) {
                *p = prose;
            }
        }
        w
    }

    fn at(list: &[u32], id: NodeId) -> usize {
        list.get(id as usize).copied().unwrap_or_default() as usize
    }

    /// Letters in a node.
    pub fn letters(&self, id: NodeId) -> usize {
        Self::at(&self.letters, id)
    }

    /// Letters of prose in it.
    pub fn prose(&self, id: NodeId) -> usize {
        Self::at(&self.prose, id)
    }

    /// Whether it is furniture.
    pub fn is_dropped(&self, id: NodeId) -> bool {
        self.dropped.get(id as usize).copied().unwrap_or_default()
    }

    /// Whether a node is in something that is dropped.
    pub fn is_away(&self, tree: &Tree, id: NodeId) -> bool {
        // A headline may stand in the header of the page, whatever that is called.
        self.is_dropped(id) && !matches!(tree.node(id).tag(), "h1")
            || tree.around(id).any(|a| self.is_dropped(a) && tree.node(a).tag() != "header")
    }

    fn gather(&mut self, tree: &Tree, id: NodeId) {
        let node = tree.node(id);
        let (letters, links) = match &node.data {
            NodeData::Text(words) => (words.trim_ascii().len() as u32, 0),
            NodeData::Element(name, _) if is_unread(&name.local) => (0, 0),
            NodeData::Element(name, _) => {
                let each = tree.children(id).map(|c| (self.letters(c) as u32, Self::at(&self.links, c) as u32));
                let (letters, links) = each.fold((0, 0), |sum, c| (sum.0 + c.0, sum.1 + c.1));
                (letters, if &*name.local == "a" { letters } else { links })
            }
            NodeData::Other => (0, 0),
        };
        if let (Some(l), Some(k)) = (self.letters.get_mut(id as usize), self.links.get_mut(id as usize)) {
            (*l, *k) = (letters, links);
        }
    }

    /// Prose under a node: long paragraphs count, links do not.
    fn prose_of(&self, tree: &Tree, id: NodeId) -> u32 {
        let node = tree.node(id);
        if self.is_dropped(id) || !matches!(node.data, NodeData::Element(..)) {
            return 0;
        }
        let inner: usize = tree.children(id).map(|c| self.prose(c)).sum();
        if inner > 0 {
            return inner as u32;
        }
        // Words right in a `div` are prose as those of a `p` are.
        let block =
            matches!(node.tag(), "p" | "blockquote" | "pre" | "div" | "section" | "article" | "td" | "li" | "dd");
        let (letters, links) = (self.letters(id), Self::at(&self.links, id));
        if block && letters >= MIN_PROSE_BYTES && links * 2 < letters { letters as u32 } else { 0 }
    }

    fn is_furniture(&self, tree: &Tree, id: NodeId) -> bool {
        let node = tree.node(id);
        let NodeData::Element(name, attributes) = &node.data else { return false };
        let tag: &str = &name.local;
        if is_unread(tag) {
            return !matches!(tag, "iframe" | "video" | "audio" | "svg" | "object" | "canvas");
        }
        let letters = self.letters(id);
        if letters <= MAX_SIGNATURE_BYTES && may_sign(tag) && self.signs_quotation(tree, id) {
            return is_not_shown(node);
        }
        // Some systems put a form around everything.
        let minor = letters * 3 < self.all;
        if matches!(tag, "form" | "footer") {
            return minor;
        }
        // Most elements of prose have no names to go by.
        if attributes.is_empty() && matches!(tag, "p" | "em" | "strong" | "b" | "i" | "h2" | "h3" | "blockquote") {
            return tag == "p" && (self.is_link_line(tree, id) || self.is_byline(tree, id));
        }
        if matches!(tag, "body" | "html" | "main" | "article" | "h1" | "br" | "img" | "li" | "tr" | "td") {
            return is_not_shown(node);
        }
        if self.is_byline(tree, id) {
            return true;
        }
        if tag == "p" {
            return is_not_shown(node) || self.is_link_line(tree, id) || letters < 200 && self.named(tree, id, letters);
        }
        if !is_not_shown(node) && holds_signed_quotation(tree, id) {
            return false;
        }
        if is_not_shown(node) || (tag == "aside" && letters < MAX_NAMED_BYTES) {
            return true;
        }
        let role = node.attribute("role").unwrap_or_default();
        if matches!(role, "navigation" | "complementary" | "contentinfo" | "search" | "dialog" | "alert" | "toolbar") {
            return letters < MAX_NAMED_BYTES;
        }
        if minor && self.named(tree, id, letters) {
            return true;
        }
        // Lists of links, and boxes that are little else.
        let listed = matches!(tag, "ul" | "ol" | "div" | "section" | "dl");
        listed && letters > 0 && Self::at(&self.links, id) * 10 > letters * 6 && letters < MAX_NAMED_BYTES
    }

    /// Whether a short part says whose the quotation is that it is in or that stands beside it.
    fn signs_quotation(&self, tree: &Tree, id: NodeId) -> bool {
        let node = tree.node(id);
        let shared = ["class", "id"].iter().filter_map(|n| node.attribute(n)).flat_map(parts_of);
        let shared = shared.into_iter().any(|part| SHARING.iter().any(|s| s.eq_ignore_ascii_case(part)));
        let quotation = |id: NodeId| tree.node(id).tag() == "blockquote";
        let inside = || tree.around(id).take(3).any(quotation);
        let beside = || node.tag() == "figcaption" && tree.children(node.parent).take(8).any(quotation);
        self.letters(id) > 0 && !shared && (inside() || beside())
    }

    /// Whether a part is called something no article is.
    fn named(&self, tree: &Tree, id: NodeId, letters: usize) -> bool {
        let node = tree.node(id);
        let inline = matches!(node.tag(), "span" | "a" | "em" | "strong" | "b" | "i" | "time" | "abbr" | "cite" | "q");
        let names = [node.attribute("class"), node.attribute("id"), node.attribute("data-component")];
        let parts = names.into_iter().flatten().flat_map(parts_of);
        // An inline element is part of a sentence, unless no words stand beside it.
        if inline && self.is_in_sentence(tree, id) {
            return false;
        }
        let mut strong = false;
        let mut weak = false;
        for part in parts {
            if let Some(known) = FURNITURE.iter().find(|f| f.eq_ignore_ascii_case(part)) {
                if WEAK.contains(known) { weak = true } else { strong = true }
            }
            // "article-body with-sidebar": what holds the article says so as well.
            if ["article", "story", "entry", "content", "post", "main", "body", "page", "layout", "wrapper"]
                .iter()
                .any(|f| f.eq_ignore_ascii_case(part))
                && letters > 600
            {
                return false;
            }
        }
        strong && letters < MAX_NAMED_BYTES || weak && letters < 300
    }

    /// Whether words stand right beside a node, or it is in a paragraph with others.
    fn is_in_sentence(&self, tree: &Tree, id: NodeId) -> bool {
        let parent = tree.node(id).parent;
        let sentence = matches!(tree.node(parent).tag(), "p" | "li" | "blockquote" | "td" | "dd" | "h1" | "h2" | "h3");
        let beside = |c: NodeId| c != id && matches!(tree.node(c).data, NodeData::Text(_)) && self.letters(c) > 3;
        sentence && self.letters(parent) > self.letters(id) || tree.children(parent).take(64).any(beside)
    }

    /// A paragraph that is one link: "Parsed more: …".
    fn is_link_line(&self, tree: &Tree, id: NodeId) -> bool {
        let (letters, links) = (self.letters(id), Self::at(&self.links, id));
        if letters >= 400 || links * 2 <= letters {
            return false;
        }
        let words = tree.words(id);
        let words = words.trim_start();
        let invites =
            ["read more", "related", "also read", "see also", "more:", "read also", "watch:", "sign up", "subscribe"];
        let invited = invites.iter().any(|i| words.get(..i.len()).is_some_and(|w| w.eq_ignore_ascii_case(i)));
        links == letters && letters > 12 || invited
    }

    /// A short part that is named as byline or date, itself or by the one thing in it.
    fn is_byline(&self, tree: &Tree, id: NodeId) -> bool {
        let letters = self.letters(id);
        if letters == 0 || letters > 80 || self.is_in_sentence(tree, id) {
            return false;
        }
        let alone = |c: NodeId| self.letters(c) == letters;
        let chain = std::iter::successors(Some(id), |id| tree.children(*id).take(16).find(|c| alone(*c)));
        chain.take(4).any(|id| {
            let node = tree.node(id);
            let names = ["class", "id", "itemprop", "rel"].map(|n| node.attribute(n));
            node.tag() == "time" && !self.diary
                || names
                    .into_iter()
                    .flatten()
                    .flat_map(parts_of)
                    .any(|part| BYLINES.iter().any(|b| b.eq_ignore_ascii_case(part)))
        })
    }
}

/// Longest words that say whose a quotation is, in bytes.
const MAX_SIGNATURE_BYTES: usize = 160;

/// Most elements of a box that are looked at for a quotation.
const MAX_BOX_ELEMENTS: usize = 48;

/// Words in the names of what invites to pass a quotation on.
const SHARING: [&str; 6] = ["share", "sharing", "social", "tweet", "copy", "button"];

/// Whether an element may say whose a quotation is.
fn may_sign(tag: &str) -> bool {
    matches!(tag, "footer" | "cite" | "figcaption" | "small" | "p" | "div" | "span" | "address")
}

/// Whether a box set apart is a quotation with the name of who said it, not words of the article once more.
fn holds_signed_quotation(tree: &Tree, id: NodeId) -> bool {
    if !matches!(tree.node(id).tag(), "aside" | "figure" | "blockquote" | "div") {
        return false;
    }
    let has = |tags: &[&str]| tree.within(id).take(MAX_BOX_ELEMENTS).any(|n| tags.contains(&tree.node(n).tag()));
    let apart = ["class", "id"].iter().filter_map(|n| tree.node(id).attribute(n)).flat_map(parts_of);
    let apart = tree.node(id).tag() == "aside" || apart.into_iter().any(|part| part.eq_ignore_ascii_case("pullquote"));
    let quotation = tree.node(id).tag() == "blockquote" || has(&["blockquote"]);
    apart && quotation && has(&["cite", "figcaption", "footer"])
}

/// Words in the names of bylines and dates.
const BYLINES: [&str; 13] = [
    "byline",
    "author",
    "authors",
    "timestamp",
    "published",
    "pubdate",
    "dateline",
    "date",
    "datetime",
    "credit",
    "readtime",
    "posted",
    "datepublished",
];

/// Whether the page itself keeps a part from sight.
fn is_not_shown(node: &HtmlNode) -> bool {
    node.attribute("hidden").is_some()
        || node.attribute("aria-hidden") == Some("true")
        || node.attribute("style").is_some_and(|s| {
            let bare: String = s.chars().filter(|c| !c.is_whitespace()).take(400).collect();
            bare.contains("display:none") || bare.contains("visibility:hidden")
        })
}

/// The words of a name: `related-stories`, `relatedStories`, `related_stories`.
fn parts_of(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_ascii_alphabetic()).flat_map(|part| {
        let mut rest = Some(part);
        std::iter::from_fn(move || {
            let word = rest?;
            let bytes = word.as_bytes();
            let cut =
                bytes.windows(2).position(|w| matches!(w, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase()));
            match cut {
                Some(at) => {
                    rest = word.get(at + 1..);
                    word.get(..=at)
                }
                None => {
                    rest = None;
                    Some(word)
                }
            }
        })
    })
}
