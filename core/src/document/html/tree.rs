//! A tree of a web page in one arena, as the HTML parser builds it. No recursion: depth costs nothing but is bounded,
//! because the parser's own time grows with its square, as it does with the attributes of a tag.

use super::tags::AttributeBound;
use crate::document::{Limits, LoadError};
use html5ever::tendril::{StrTendril, TendrilSink as _};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, ExpandedName, LocalName, ParseOpts, QualName, local_name, ns, parse_document};
use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

/// Number of a node.
pub type NodeId = u32;

/// No node.
pub const NO_NODE: NodeId = u32::MAX;
/// The document itself.
pub const ROOT: NodeId = 0;

/// Bytes given to the parser at once, between two looks at the limits.
const CHUNK_BYTES: usize = 1024;

/// What a node is.
#[derive(Debug)]
pub enum NodeData {
    /// The document, a comment, a declaration: nothing to read.
    Other,
    /// Words.
    Text(StrTendril),
    /// An element with its attributes.
    Element(QualName, Vec<Attribute>),
}

/// A node and its neighbours.
#[derive(Debug)]
pub struct HtmlNode {
    /// What it is.
    pub data: NodeData,
    /// What it is in.
    pub parent: NodeId,
    /// What stands before and after it.
    pub previous: NodeId,
    /// See above.
    pub next: NodeId,
    /// The first thing in it.
    pub first: NodeId,
    /// The last thing in it.
    pub last: NodeId,
}

impl HtmlNode {
    const fn new(data: NodeData) -> Self {
        Self { data, parent: NO_NODE, previous: NO_NODE, next: NO_NODE, first: NO_NODE, last: NO_NODE }
    }

    /// The name of an element; empty for anything else.
    pub fn tag(&self) -> &str {
        match &self.data {
            NodeData::Element(name, _) => &name.local,
            _ => "",
        }
    }

    /// An attribute of an element.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let NodeData::Element(_, attributes) = &self.data else { return None };
        attributes.iter().find(|a| &*a.name.local == name).map(|a| &*a.value)
    }
}

/// A page.
#[derive(Debug)]
pub struct Tree {
    nodes: Vec<HtmlNode>,
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
        let mut parser = parse_document(TreeBuilder::new(limits), options);
        let mut attributes = AttributeBound::default();
        let mut rest = source;
        while !rest.is_empty() {
            let (chunk, after) = rest.split_at(rest.ceil_char_boundary(CHUNK_BYTES.min(rest.len())));
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
    pub fn node(&self, id: NodeId) -> &HtmlNode {
        // Ids come from the tree itself.
        self.nodes.get(id as usize).unwrap_or(&self.nodes[0])
    }

    /// How many nodes there are.
    pub const fn len(&self) -> usize {
        self.nodes.len()
    }

    /// What stands in a node, in order.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let first = Some(self.node(id).first).filter(|n| *n != NO_NODE);
        std::iter::successors(first, |id| Some(self.node(*id).next).filter(|n| *n != NO_NODE))
    }

    /// All nodes around one, from the inside out.
    pub fn around(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(Some(self.node(id).parent), |id| Some(self.node(*id).parent))
            .take_while(|n| *n != NO_NODE)
    }

    /// The node behind everything in `id`, in document order.
    pub fn behind(&self, mut id: NodeId) -> NodeId {
        loop {
            let node = self.node(id);
            if node.next != NO_NODE {
                return node.next;
            }
            if node.parent == NO_NODE {
                return NO_NODE;
            }
            id = node.parent;
        }
    }

    /// The node after one in document order: the first thing in it, else what is behind it.
    pub fn after(&self, id: NodeId) -> NodeId {
        let first = self.node(id).first;
        if first == NO_NODE { self.behind(id) } else { first }
    }

    /// A node and everything in it, in document order.
    pub fn within(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.behind(id);
        std::iter::successors(Some(id), |id| Some(self.after(*id))).take_while(move |n| *n != end && *n != NO_NODE)
    }

    /// The words in a node, white space as it comes.
    pub fn words(&self, id: NodeId) -> String {
        let mut out = String::new();
        for id in self.within(id) {
            if let NodeData::Text(words) = &self.node(id).data {
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
struct TreeBuilder {
    nodes: RefCell<Vec<HtmlNode>>,
    depths: RefCell<Vec<u32>>,
    limits: Limits,
    exceeded: Cell<Option<Exceeded>>,
    /// Whether the parser has handed over something since it was given more.
    heard: Cell<bool>,
}

impl TreeBuilder {
    fn new(limits: &Limits) -> Self {
        Self {
            nodes: RefCell::new(vec![HtmlNode::new(NodeData::Other)]),
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

    fn add(&self, data: NodeData) -> NodeId {
        self.heard.set(true);
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(HtmlNode::new(data));
        self.depths.borrow_mut().push(0);
        nodes.len() as NodeId - 1
    }

    fn unlink(nodes: &mut [HtmlNode], id: NodeId) {
        let (parent, previous, next) = {
            let node = &nodes[id as usize];
            (node.parent, node.previous, node.next)
        };
        if previous != NO_NODE {
            nodes[previous as usize].next = next;
        } else if parent != NO_NODE {
            nodes[parent as usize].first = next;
        }
        if next != NO_NODE {
            nodes[next as usize].previous = previous;
        } else if parent != NO_NODE {
            nodes[parent as usize].last = previous;
        }
        let node = &mut nodes[id as usize];
        (node.parent, node.previous, node.next) = (NO_NODE, NO_NODE, NO_NODE);
    }

    /// Puts a node into `parent`, before `next` or at the end.
    fn link(&self, parent: NodeId, id: NodeId, next: NodeId) {
        let nodes = &mut *self.nodes.borrow_mut();
        Self::unlink(nodes, id);
        let previous = if next == NO_NODE { nodes[parent as usize].last } else { nodes[next as usize].previous };
        {
            let node = &mut nodes[id as usize];
            (node.parent, node.previous, node.next) = (parent, previous, next);
        }
        if previous == NO_NODE {
            nodes[parent as usize].first = id;
        } else {
            nodes[previous as usize].next = id;
        }
        if next == NO_NODE {
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

    fn put(&self, parent: NodeId, child: NodeOrText<NodeId>, next: NodeId) {
        match child {
            NodeOrText::AppendNode(id) => self.link(parent, id, next),
            NodeOrText::AppendText(words) => {
                let before = {
                    let nodes = self.nodes.borrow();
                    if next == NO_NODE { nodes[parent as usize].last } else { nodes[next as usize].previous }
                };
                if before != NO_NODE
                    && let NodeData::Text(known) = &mut self.nodes.borrow_mut()[before as usize].data
                {
                    self.heard.set(true);
                    known.push_tendril(&words);
                    return;
                }
                let id = self.add(NodeData::Text(words));
                self.link(parent, id, next);
            }
        }
    }
}

/// The name of an element, borrowed from the arena.
#[derive(Debug)]
pub struct ElementName<'a>(Ref<'a, QualName>);

impl html5ever::tree_builder::ElemName for ElementName<'_> {
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

impl TreeSink for TreeBuilder {
    type Handle = NodeId;
    type Output = Self;
    type ElemName<'a> = ElementName<'a>;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> ElementName<'a> {
        const NOTHING: &QualName = &QualName { prefix: None, ns: ns!(), local: local_name!("") };
        ElementName(Ref::map(self.nodes.borrow(), |nodes| match nodes.get(*target as usize).map(|n| &n.data) {
            Some(NodeData::Element(name, _)) => name,
            _ => NOTHING,
        }))
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> NodeId {
        self.add(NodeData::Element(name, attributes))
    }

    fn create_comment(&self, _: StrTendril) -> NodeId {
        self.add(NodeData::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> NodeId {
        self.add(NodeData::Other)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.put(*parent, child, NO_NODE);
    }

    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        let has_parent = self.nodes.borrow()[*element as usize].parent != NO_NODE;
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        // What is in a template is not on the page; it may stay where it is.
        *target
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        let parent = self.nodes.borrow()[*sibling as usize].parent;
        if parent != NO_NODE {
            self.put(parent, child, *sibling);
        }
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attributes: Vec<Attribute>) {
        if let Some(HtmlNode { data: NodeData::Element(_, known), .. }) =
            self.nodes.borrow_mut().get_mut(*target as usize)
        {
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

    fn remove_from_parent(&self, target: &NodeId) {
        Self::unlink(&mut self.nodes.borrow_mut(), *target);
    }

    fn reparent_children(&self, node: &NodeId, parent: &NodeId) {
        loop {
            let first = self.nodes.borrow()[*node as usize].first;
            if first == NO_NODE {
                return;
            }
            self.link(*parent, first, NO_NODE);
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
