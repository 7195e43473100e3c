//! A tree of a web page in one arena, as the HTML parser builds it. No recursion: depth costs nothing but is bounded,
//! because the parser's own time grows with its square, as it does with the attributes of a tag.

use super::tags::Attributes;
use crate::document::{Limits, LoadError};
use html5ever::tendril::{StrTendril, TendrilSink as _};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, ExpandedName, LocalName, ParseOpts, QualName, local_name, ns, parse_document};
use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

/// Number of a node.
pub type Id = u32;

/// No node.
pub const NONE: Id = u32::MAX;
/// The document itself.
pub const ROOT: Id = 0;

/// Bytes given to the parser at once, between two looks at the limits.
const CHUNK: usize = 1024;

/// What a node is.
#[derive(Debug)]
pub enum Data {
    /// The document, a comment, a declaration: nothing to read.
    Other,
    /// Words.
    Text(StrTendril),
    /// An element with its attributes.
    Element(QualName, Vec<Attribute>),
}

/// A node and its neighbours.
#[derive(Debug)]
pub struct Node {
    /// What it is.
    pub data: Data,
    /// What it is in.
    pub parent: Id,
    /// What stands before and after it.
    pub previous: Id,
    /// See above.
    pub next: Id,
    /// The first thing in it.
    pub first: Id,
    /// The last thing in it.
    pub last: Id,
}

impl Node {
    const fn new(data: Data) -> Self {
        Self { data, parent: NONE, previous: NONE, next: NONE, first: NONE, last: NONE }
    }

    /// The name of an element; empty for anything else.
    pub fn tag(&self) -> &str {
        match &self.data {
            Data::Element(name, _) => &name.local,
            _ => "",
        }
    }

    /// An attribute of an element.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let Data::Element(_, attributes) = &self.data else { return None };
        attributes.iter().find(|a| &*a.name.local == name).map(|a| &*a.value)
    }
}

/// A page.
#[derive(Debug)]
pub struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    /// Reads HTML. O(n) on pages people write.
    ///
    /// # Errors
    /// When elements are nested too deep, or a tag has too many attributes.
    pub fn new(source: &str, limits: &Limits) -> Result<Self, LoadError> {
        let mut options = ParseOpts::default();
        // What pages show without scripts is what there is to read.
        options.tree_builder.scripting_enabled = false;
        let mut parser = parse_document(Sink::new(limits), options);
        let mut attributes = Attributes::default();
        let mut rest = source;
        while !rest.is_empty() {
            let (chunk, after) = rest.split_at(rest.ceil_char_boundary(CHUNK.min(rest.len())));
            parser.tokenizer.sink.sink.heard.set(false);
            parser.process(StrTendril::from_slice(chunk));
            let sink = &parser.tokenizer.sink.sink;
            let most = attributes.read(chunk.as_bytes());
            // Inside of a tag the parser says nothing; of a script or a paragraph it hands over words.
            if most > limits.attributes && !sink.heard.get() {
                sink.exceeded.set(Some(Exceeded::Attributes));
            }
            sink.within_limits()?;
            rest = after;
        }
        let sink = parser.finish();
        sink.within_limits()?;
        Ok(Self { nodes: sink.nodes.into_inner() })
    }

    /// A node.
    pub fn node(&self, id: Id) -> &Node {
        // Ids come from the tree itself.
        self.nodes.get(id as usize).unwrap_or(&self.nodes[0])
    }

    /// How many nodes there are.
    pub const fn len(&self) -> usize {
        self.nodes.len()
    }

    /// What stands in a node, in order.
    pub fn children(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let first = Some(self.node(id).first).filter(|n| *n != NONE);
        std::iter::successors(first, |id| Some(self.node(*id).next).filter(|n| *n != NONE))
    }

    /// All nodes around one, from the inside out.
    pub fn around(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(Some(self.node(id).parent), |id| Some(self.node(*id).parent)).take_while(|n| *n != NONE)
    }

    /// The node behind everything in `id`, in document order.
    pub fn behind(&self, mut id: Id) -> Id {
        loop {
            let node = self.node(id);
            if node.next != NONE {
                return node.next;
            }
            if node.parent == NONE {
                return NONE;
            }
            id = node.parent;
        }
    }

    /// The node after one in document order: the first thing in it, else what is behind it.
    pub fn after(&self, id: Id) -> Id {
        let first = self.node(id).first;
        if first == NONE { self.behind(id) } else { first }
    }

    /// A node and everything in it, in document order.
    pub fn within(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let end = self.behind(id);
        std::iter::successors(Some(id), |id| Some(self.after(*id))).take_while(move |n| *n != end && *n != NONE)
    }

    /// The words in a node, white space as it comes.
    pub fn words(&self, id: Id) -> String {
        let mut out = String::new();
        for id in self.within(id) {
            if let Data::Text(words) = &self.node(id).data {
                out.push_str(words);
            }
        }
        out
    }
}

/// What a page has too much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exceeded {
    Depth,
    Attributes,
}

/// What the parser builds into.
struct Sink {
    nodes: RefCell<Vec<Node>>,
    depths: RefCell<Vec<u32>>,
    limits: Limits,
    exceeded: Cell<Option<Exceeded>>,
    /// Whether the parser has handed over something since it was given more.
    heard: Cell<bool>,
}

impl Sink {
    fn new(limits: &Limits) -> Self {
        Self {
            nodes: RefCell::new(vec![Node::new(Data::Other)]),
            depths: RefCell::new(vec![0]),
            limits: *limits,
            exceeded: Cell::new(None),
            heard: Cell::new(false),
        }
    }

    fn within_limits(&self) -> Result<(), LoadError> {
        let what = match self.exceeded.get() {
            None => return Ok(()),
            Some(Exceeded::Depth) => format!("elements nested more than {} deep", self.limits.html_depth),
            Some(Exceeded::Attributes) => format!("a tag with more than {} attributes", self.limits.attributes),
        };
        Err(LoadError::TooMuch(what))
    }

    fn add(&self, data: Data) -> Id {
        self.heard.set(true);
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node::new(data));
        self.depths.borrow_mut().push(0);
        nodes.len() as Id - 1
    }

    fn unlink(nodes: &mut [Node], id: Id) {
        let (parent, previous, next) = {
            let node = &nodes[id as usize];
            (node.parent, node.previous, node.next)
        };
        if previous != NONE {
            nodes[previous as usize].next = next;
        } else if parent != NONE {
            nodes[parent as usize].first = next;
        }
        if next != NONE {
            nodes[next as usize].previous = previous;
        } else if parent != NONE {
            nodes[parent as usize].last = previous;
        }
        let node = &mut nodes[id as usize];
        (node.parent, node.previous, node.next) = (NONE, NONE, NONE);
    }

    /// Puts a node into `parent`, before `next` or at the end.
    fn link(&self, parent: Id, id: Id, next: Id) {
        let nodes = &mut *self.nodes.borrow_mut();
        Self::unlink(nodes, id);
        let previous = if next == NONE { nodes[parent as usize].last } else { nodes[next as usize].previous };
        {
            let node = &mut nodes[id as usize];
            (node.parent, node.previous, node.next) = (parent, previous, next);
        }
        if previous == NONE {
            nodes[parent as usize].first = id;
        } else {
            nodes[previous as usize].next = id;
        }
        if next == NONE {
            nodes[parent as usize].last = id;
        } else {
            nodes[next as usize].previous = id;
        }
        let depths = &mut *self.depths.borrow_mut();
        let depth = depths[parent as usize] + 1;
        depths[id as usize] = depth;
        if depth > self.limits.html_depth {
            self.exceeded.set(Some(Exceeded::Depth));
        }
    }

    fn put(&self, parent: Id, child: NodeOrText<Id>, next: Id) {
        match child {
            NodeOrText::AppendNode(id) => self.link(parent, id, next),
            NodeOrText::AppendText(words) => {
                let before = {
                    let nodes = self.nodes.borrow();
                    if next == NONE { nodes[parent as usize].last } else { nodes[next as usize].previous }
                };
                if before != NONE
                    && let Data::Text(known) = &mut self.nodes.borrow_mut()[before as usize].data
                {
                    self.heard.set(true);
                    known.push_tendril(&words);
                    return;
                }
                let id = self.add(Data::Text(words));
                self.link(parent, id, next);
            }
        }
    }
}

/// The name of an element, borrowed from the arena.
#[derive(Debug)]
pub struct Name<'a>(Ref<'a, QualName>);

impl html5ever::tree_builder::ElemName for Name<'_> {
    fn ns(&self) -> &html5ever::Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }

    fn expanded(&self) -> ExpandedName<'_> {
        self.0.expanded()
    }
}

impl TreeSink for Sink {
    type Handle = Id;
    type Output = Self;
    type ElemName<'a> = Name<'a>;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Name<'a> {
        const NOTHING: &QualName = &QualName { prefix: None, ns: ns!(), local: local_name!("") };
        Name(Ref::map(self.nodes.borrow(), |nodes| match nodes.get(*target as usize).map(|n| &n.data) {
            Some(Data::Element(name, _)) => name,
            _ => NOTHING,
        }))
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Id {
        self.add(Data::Element(name, attributes))
    }

    fn create_comment(&self, _: StrTendril) -> Id {
        self.add(Data::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        self.add(Data::Other)
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        self.put(*parent, child, NONE);
    }

    fn append_based_on_parent_node(&self, element: &Id, previous: &Id, child: NodeOrText<Id>) {
        let has_parent = self.nodes.borrow()[*element as usize].parent != NONE;
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Id) -> Id {
        // What is in a template is not on the page; it may stay where it is.
        *target
    }

    fn same_node(&self, x: &Id, y: &Id) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, child: NodeOrText<Id>) {
        let parent = self.nodes.borrow()[*sibling as usize].parent;
        if parent != NONE {
            self.put(parent, child, *sibling);
        }
    }

    fn add_attrs_if_missing(&self, target: &Id, attributes: Vec<Attribute>) {
        if let Some(Node { data: Data::Element(_, known), .. }) = self.nodes.borrow_mut().get_mut(*target as usize) {
            for attribute in attributes {
                if known.len() >= self.limits.attributes {
                    self.exceeded.set(Some(Exceeded::Attributes));
                    return;
                }
                if !known.iter().any(|k| k.name == attribute.name) {
                    known.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Id) {
        Self::unlink(&mut self.nodes.borrow_mut(), *target);
    }

    fn reparent_children(&self, node: &Id, parent: &Id) {
        loop {
            let first = self.nodes.borrow()[*node as usize].first;
            if first == NONE {
                return;
            }
            self.link(*parent, first, NONE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(source: &str) -> Result<Tree, LoadError> {
        Tree::new(source, &Limits::default())
    }

    #[test]
    fn soup_is_mended() {
        let tree = tree("<p>one<p>two <b>bold<p>three</b> <table><tr><td>x</table>").unwrap();
        let paragraphs: Vec<String> =
            tree.within(ROOT).filter(|id| tree.node(*id).tag() == "p").map(|id| tree.words(id)).collect();
        assert_eq!(paragraphs, ["one", "two bold", "three x"]);
    }

    #[test]
    fn deep_nesting_is_refused_before_it_costs() {
        assert!(tree(&"<div>".repeat(100_000)).is_err());
        assert!(tree(&"<div>".repeat(500)).is_ok());
        assert!(tree(&"<p>words".repeat(100_000)).is_ok());
    }

    #[test]
    fn everything_within_comes_in_document_order() {
        let tree = tree("<ul><li>a<li>b</ul>c").unwrap();
        let list = tree.within(ROOT).find(|id| tree.node(*id).tag() == "ul").unwrap();
        assert_eq!(tree.words(list), "ab");
        assert!(tree.around(list).any(|id| tree.node(id).tag() == "body"));
    }

    #[test]
    fn many_attributes_are_refused_before_they_cost() {
        let names = |n: usize| {
            use std::fmt::Write as _;
            (0..n).fold(String::new(), |mut out, n| {
                let _ = write!(out, "a{n}=1 ");
                out
            })
        };
        for source in [
            format!("<p {}>x", names(100_000)),
            format!("<p {}", names(100_000)),
            format!("</p {}>x", names(100_000)),
            format!("<script>1<a=\"</script><p {}>x", names(100_000)),
            format!("<svg><script><p {}>x", names(100_000)),
            names(2_000).replace(' ', ">").replace('a', "<html a"),
            names(2_000).replace(' ', ">").replace('a', "<body a"),
        ] {
            assert!(matches!(tree(&source), Err(LoadError::TooMuch(why)) if why.contains("attributes")));
        }
        assert!(tree(&format!("<p {}>x", names(200))).is_ok());
        // What looks like attributes and is none.
        let many = "word ".repeat(9_000);
        for source in [
            format!("<p title=\"{many}\">x"),
            format!("<p>a <b c {many}>x</p>").replace("<b", "&lt;b"),
            format!("<script>if (a<b && {many}) x</script>y"),
            format!("<title>a <b {many}</title>y"),
            format!("<!-- {many} -->y"),
            format!("<p>x {many}"),
        ] {
            assert!(tree(&source).is_ok(), "{source:.40}");
        }
    }
}
