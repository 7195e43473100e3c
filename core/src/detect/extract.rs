//! The first stage: one pass over the blocks, then one over the drafts.

use super::attribute;
use super::block_language::{self, BlockLanguages};
use super::block_quotes::BlockPlace;
use super::by_rules::{self, Tables};
use super::coreference::{Candidates, Resolver};
use super::dash_dialogue::DashDialogue;
use super::declared::DeclaredSpeakers;
use super::draft::{AttributionDraft, BlockContext, Buffers, drafts_in_order};
use super::entities::{self, EntityInputs};
use super::item_row::{self, ItemRow};
use super::lang::{self, ENGLISH, Language};
use super::lexicon::Lexicon;
use super::mail_quotes::{MailBlock, MailQuotes};
use super::marks::{self, MarkRules};
use super::model::{Classifier, Model, ModelError, Question};
use super::people::{self, NameMention};
use super::roles::Roles;
use super::seen_text::SeenText;
use super::tables::{self, CellSpeaker, Cells};
use super::tokens::{self, Token, TokenClass};
use super::trust::Trust;
use super::turns::Turns;
use super::{
    Attribution, Cluster, ClusterId, Detections, Mention, MentionId, Rule, block_quotes, dash_dialogue, declared,
    fiction, nested, posts, readable,
};
use crate::document::{Block, BlockKind, DeclaredSpeech, Document};
use crate::span::Span;
use rustc_hash::{FxHashMap, FxHashSet};

/// Finds statements and their speakers. Built once, holds the word tables, changes nothing.
#[derive(Debug)]
pub struct Detector {
    lexicon: Lexicon,
    model: Model,
    /// The words of other languages, for texts in them.
    tables: Tables,
}

impl Default for Detector {
    fn default() -> Self {
        Self::new()
    }
}

impl Detector {
    /// A detector for English, with the model that comes with the program. Reads the embedded word lists.
    pub fn new() -> Self {
        Self::for_language(&ENGLISH)
    }

    /// A detector for a language, with the model that comes with it.
    pub fn for_language(language: &'static Language) -> Self {
        Self { lexicon: Lexicon::new(language), model: Model::embedded(language), tables: Tables::default() }
    }

    /// A detector for a language, with a model from the bytes of a model file.
    ///
    /// # Errors
    /// When the model does not fit: see [`ModelError`].
    pub fn with_model(language: &'static Language, model: Vec<u8>) -> Result<Self, ModelError> {
        let model = Model::from_bytes(model, language)?;
        Ok(Self { lexicon: Lexicon::new(language), model, tables: Tables::default() })
    }

    /// Everything said in `document`, with a proposed speaker. Pure; O(length of the text).
    ///
    /// ```
    /// use sayso_core::{detect::Detector, document::Document};
    ///
    /// let document = Document::from_text("“We will go,” she said. Ada Grey is the mayor.", "a.txt");
    /// let found = Detector::new().extract(&document);
    /// let attribution = found.attributions().next().expect("one quotation");
    /// assert_eq!(document.words(attribution.hull()), "“We will go,”");
    /// assert_eq!(attribution.cue.map(|cue| document.words(cue)), Some("said"));
    /// ```
    pub fn extract(&self, document: &Document) -> Detections {
        self.extract_with(document, &mut &self.model)
    }

    /// The same with every choice made by `classifier`: for training and measuring.
    ///
    /// A text of many megabytes is read in parts, so that what is needed only while reading never grows with it; people
    /// of one name are one through all parts.
    pub fn extract_with(&self, document: &Document, classifier: &mut dyn Classifier) -> Detections {
        let mut found = Detections::default();
        let mut known: FxHashMap<String, ClusterId> = FxHashMap::default();
        let length = document.text().len();
        let (blocks, cells) = readable::blocks(document, &self.lexicon.language().tables);
        let size = if length > MIN_BYTES_OF_COLLECTION { COLLECTION_PART_BYTES } else { PART_BYTES };
        let mut parts = readable::parts(&blocks, size).peekable();
        while let Some(part) = parts.next() {
            let is_first = found.is_empty();
            let told = declared::within(document.declared(), part);
            let document = (document.text(), &cells, told, document.origin.language);
            let known = (&mut known, parts.peek().is_some());
            self.extract_part(document, part, classifier, &mut found, known);
            if is_first {
                found.expect(length / size as usize);
            }
        }
        found.shrink();
        found
    }

    fn extract_part(
        &self,
        (text, cells, told, said): (&str, &Cells, &[DeclaredSpeech], Option<&'static str>),
        blocks: &[Block],
        classifier: &mut dyn Classifier,
        found: &mut Detections,
        known: (&mut FxHashMap<String, ClusterId>, bool),
    ) {
        let (seen, sources) = (SeenText::of(text, blocks, &self.lexicon), blocks);
        let (text, blocks) = seen.as_ref().map_or((text, blocks), |s| (s.text.as_str(), s.blocks.as_slice()));
        let told = declared::seen(told, seen.as_ref());
        if let Some(seen) = &seen {
            classifier.reads(&seen.text, &|span| seen.seen(span));
        }
        let bytes = blocks.iter().map(|b| b.span.len() as usize).sum::<usize>();
        let languages = BlockLanguages::of(text, blocks, &self.lexicon, said);
        let mut scan = Scan {
            text,
            cells,
            seen: seen.as_ref(),
            sources,
            lexicon: &self.lexicon,
            languages: &languages,
            names: Vec::with_capacity(bytes / 60),
            lowercase: Vec::with_capacity(bytes / 8),
            pronouns: Vec::new(),
            drafts: Vec::with_capacity(bytes / 200),
            context: BlockContext::default(),
            by_rules: Vec::new(),
        };
        let question = Question::new(classifier.weights());
        let buffers = Buffers { classifier: &mut *classifier, question, phrases: Vec::with_capacity(32) };
        scan.read(blocks, buffers);
        let Scan { mut names, mut drafts, lowercase, pronouns, context, by_rules, .. } = scan;
        let mut readings = by_rules::read_all(text, &by_rules, &self.tables, &mut drafts);
        drafts_in_order(&mut drafts);
        if declared::add_missing(&told, blocks, &mut drafts) {
            drafts_in_order(&mut drafts);
        }
        let mut told = DeclaredSpeakers::new(&told, &drafts);
        let lowercase = people::written_in_lowercase(text, &names, &lowercase, &self.lexicon);
        let words = people::LinkInputs {
            lexicon: &self.lexicon,
            lowercase: &lowercase,
            pronouns: &pronouns,
            fiction: context.fiction,
        };
        let mut clusters = people::link(text, &mut names, words);
        if !classifier.people().is_empty() {
            let quoted: Vec<Span> = drafts.iter().flat_map(|d| d.quotes.iter().copied()).collect();
            people::give(text, &mut names, &mut clusters, &quoted, classifier.people());
        }
        if !context.fiction || classifier.learns_names() {
            let weights = self.lexicon.language().entities;
            let inputs = EntityInputs { text, names: &names, lexicon: &self.lexicon, lowercase: &lowercase, weights };
            let place = |span: Span| seen.as_ref().map_or(span, |s| s.source(span));
            entities::decide(inputs, &mut clusters, classifier, place);
        }
        let mut resolver =
            Resolver::new((text, blocks), (&names, clusters), &self.lexicon, classifier, context.fiction);
        resolver.askers = context.askers;
        resolver.look_ahead(&drafts);
        resolver.pronouns = &pronouns;
        let mut sources: Vec<Option<MentionId>> = Vec::with_capacity(drafts.len());
        let mut read: Vec<(f32, Candidates)> = Vec::with_capacity(drafts.len());
        for (number, draft) in drafts.iter_mut().enumerate() {
            resolver.ask_before(draft.content.first().map_or(0, |c| c.start));
            if let Some(source) = readings.source(draft) {
                sources.push(readings.mention(source, &mut resolver.mentions, &mut resolver.clusters));
                read.push((1.0, Candidates::new()));
                continue;
            }
            if languages.silences(draft) {
                sources.push(None);
                read.push((1.0, Candidates::new()));
                continue;
            }
            let found = resolver.mention(draft, &sources);
            let (mention, sure) = told.decide(number, draft, found, &mut resolver);
            sources.push(mention);
            let cluster =
                mention.and_then(|m| resolver.mentions.get(m.0 as usize)).map_or(ClusterId::NONE, |m| m.cluster);
            read.push((sure, resolver.candidates(draft, cluster)));
        }
        resolver.ask_before(u32::MAX);
        let (mentions, clusters, joint) = (resolver.mentions, resolver.clusters, resolver.joint);
        let trust = Trust { text, lexicon: &self.lexicon, drafts: &drafts, mentions: &mentions, clusters: &clusters };
        let scores = trust.scores(&sources, &read, context.fiction, classifier);
        let joined = join_clusters(clusters, found, known);
        let here = |id: ClusterId| joined.get(id.index()).copied().unwrap_or(ClusterId::NONE);
        languages.tell(found, blocks, |span| seen.as_ref().map_or(span, |s| s.source(span)));
        for (group, members) in joint.groups {
            found.add_group(here(group), members.into_iter().map(here));
        }
        let before = found.len() as u32;
        // Back to the text as it is written.
        let place = |span: Span| seen.as_ref().map_or(span, |s| s.source(span));
        if seen.is_some() {
            for span in drafts.iter_mut().flat_map(|d| d.content.iter_mut().chain(&mut d.quotes).chain(&mut d.cue)) {
                *span = place(*span);
            }
        }
        let numbers: Vec<MentionId> = mentions
            .into_iter()
            .map(|m| Mention {
                span: place(m.span),
                antecedent: m.antecedent.map(place),
                cluster: here(m.cluster),
                ..m
            })
            .map(|m| found.add_mention(m))
            .collect();
        for (((draft, mention), (_, mut candidates)), score) in drafts.iter().zip(sources).zip(read).zip(scores) {
            let score = if readings.has(draft) {
                draft.score
            } else if draft.rule == Rule::OtherLanguage {
                score.min(draft.score)
            } else {
                score
            };
            for id in &mut candidates {
                *id = here(*id);
            }
            found.push(Attribution {
                kind: draft.kind,
                form: draft.form,
                content: &draft.content,
                quotes: &draft.quotes,
                cue: draft.cue,
                mention: mention.and_then(|m| numbers.get(m.0 as usize)).copied(),
                rule: draft.rule,
                score,
                candidates: &candidates,
                thread: draft.thread.map(|t| before + t),
            });
        }
    }
}

/// Bytes of text read as one: more than any novel, so that a part ends within hardly any document.
const PART_BYTES: u32 = 4 << 20;

/// A text longer than this is not one work: a collection of articles, a log.
const MIN_BYTES_OF_COLLECTION: usize = 16 << 20;

/// Bytes of such a text read as one.
const COLLECTION_PART_BYTES: u32 = 256 << 10;

/// Adds the clusters of a part: those whose name an earlier part knows become one with it. Gives the new place of each.
/// Names are remembered when `more` parts follow.
fn join_clusters(
    clusters: Vec<Cluster>,
    found: &mut Detections,
    (known, more): (&mut FxHashMap<String, ClusterId>, bool),
) -> Vec<ClusterId> {
    let first = found.clusters.len();
    let mut place = Vec::with_capacity(clusters.len());
    let mut taken: FxHashSet<ClusterId> = FxHashSet::default();
    for cluster in clusters {
        // Two of one name within a part are two people: titles distinguish them.
        let earlier = known.get(&cluster.name).copied().filter(|id| id.index() < first);
        let free = earlier.filter(|id| taken.insert(*id));
        if let Some((id, same)) = free.and_then(|id| found.clusters.get_mut(id.index()).map(|c| (id, c))) {
            same.join(cluster);
            place.push(id);
        } else {
            let id = ClusterId(found.clusters.len() as u32);
            if more {
                known.entry(cluster.name.clone()).or_insert(id);
            }
            found.clusters.push(cluster);
            place.push(id);
        }
    }
    place
}

struct Scan<'a> {
    text: &'a str,
    cells: &'a Cells,
    /// Where the text is not the document's own.
    seen: Option<&'a SeenText>,
    /// The blocks as they stand in the document, where cells are known by.
    sources: &'a [Block],
    lexicon: &'a Lexicon,
    languages: &'a BlockLanguages,
    names: Vec<NameMention>,
    /// Numbers of the words written small, as often as they stand there.
    lowercase: Vec<u32>,
    pronouns: Vec<people::GenderedPronoun>,
    drafts: Vec<AttributionDraft>,
    context: BlockContext,
    /// Blocks in languages that are read by rules, with their language.
    by_rules: Vec<(&'static str, Span)>,
}

impl Scan<'_> {
    fn read(&mut self, blocks: &[Block], mut buffers: Buffers<'_>) {
        let language = self.lexicon.language();
        let own = blocks.first().zip(blocks.last()).map_or(Span::default(), |(a, b)| a.span.hull(b.span));
        let elisions = language.grammar.elisions;
        let singles_outer = marks::singles_are_outer(own.of(self.text), elisions);
        let mut turns = Turns::of(self.text, blocks, self.lexicon);
        let dashes = DashDialogue::of(self.text, blocks, self.lexicon);
        // A transcript quoted paragraph for paragraph opens as many marks as a novel.
        self.context.fiction =
            dashes.fiction || turns.is_none() && fiction::is_fiction(self.text, blocks, self.lexicon);
        let rules = MarkRules { singles_outer, elisions, fiction: self.context.fiction };
        let other_dashes = self.languages.has_other() && block_language::has_dash_dialogue(self.text, blocks);
        let (mut tokens, mut segments, mut items) = (Vec::with_capacity(256), Vec::new(), Vec::with_capacity(256));
        let mut nicknames = Vec::new();
        let mut post_above: Option<usize> = None;
        let mut block_quote = None;
        let mut mail_quotes = MailQuotes::default();
        let mut cell_turn: Option<usize> = None;
        let (mut turn_above, mut inside) = (None, nested::Scratch::default());
        for (index, block) in blocks.iter().enumerate() {
            let in_mail = mail_quotes.block(self.text, (index, blocks), &mut self.drafts);
            if block.kind == BlockKind::Literal && !matches!(in_mail, MailBlock::Lead(_)) {
                continue;
            }
            // Of the line that says who wrote a message only the name is words of the document.
            let source = self.sources.get(index).map_or(block.span, |b| b.span);
            let cell = self.cells.holds(source);
            let speaker = if cell { self.cells.speaker(source.start) } else { None };
            let speaker =
                speaker.map(|s| CellSpeaker { name: self.seen.map_or(s.name, |seen| seen.seen(s.name)), ..s });
            if cell {
                // What stands around a cell is not what stands above and below it.
                self.context = BlockContext { fiction: self.context.fiction, ..BlockContext::default() };
                (post_above, block_quote) = (None, None);
            }
            let name_first = speaker.filter(|s| s.name.start < block.span.start && !s.goes_on);
            if let Some(speaker) = name_first {
                tokens::tokenize(self.text, speaker.name, self.lexicon, &mut tokens);
                self.collect_names(&tokens);
            }
            let words = if let MailBlock::Lead(name) = in_mail { name.unwrap_or_default() } else { block.span };
            tokens::tokenize(self.text, words, self.lexicon, &mut tokens);
            marks::nicknames(&tokens, language, &mut nicknames);
            marks::hide(&mut tokens, &nicknames);
            let (first_name, first_pronoun) = (self.names.len(), self.pronouns.len());
            let mut behind = tokens.as_slice();
            for words in turns.iter().flat_map(|t| t.beginnings(block.span)) {
                let head = behind.partition_point(|t| t.span.start < words);
                let (before, rest) = behind.split_at(head);
                self.collect_names(before);
                behind = rest;
            }
            self.collect_names(behind);
            if turns.as_ref().is_some_and(|t| t.is_direction(self.text, block, self.lexicon)) {
                // "Enter IDA" is no name.
                self.names.truncate(first_name);
            }
            let other = self.languages.other(index);
            if other.is_some() {
                // What looks like a name there is any noun.
                self.names.truncate(first_name);
            }
            let said = self.drafts.len();
            if let Some(speaker) = speaker.filter(|s| s.turn) {
                let above = cell_turn.filter(|_| speaker.goes_on);
                match above.and_then(|n| self.drafts.get_mut(n)) {
                    Some(draft) => draft.content.push(block.span),
                    None => self.drafts.push(tables::turn(block.span, speaker)),
                }
                let here = above.into_iter().chain(said..self.drafts.len());
                cell_turn =
                    inside.quotations((self.text, block), here, (self.lexicon, rules), &mut buffers, &mut self.drafts);
                continue;
            }
            if in_mail != MailBlock::Other {
                (post_above, block_quote) = (None, None);
                if let Some(turns) = &mut turns {
                    turns.skip(block.span);
                }
                continue;
            }
            if let Some(turns) = turns.as_mut().filter(|_| !cell)
                && turns.block(self.text, block, self.lexicon, &mut self.drafts)
            {
                let here = turn_above.into_iter().chain(said..self.drafts.len());
                turn_above =
                    inside.quotations((self.text, block), here, (self.lexicon, rules), &mut buffers, &mut self.drafts);
                continue;
            }
            let place = BlockPlace { text: self.text, language, index, blocks };
            if matches!(block.kind, BlockKind::Heading(_) | BlockKind::Aside) {
                block_quotes::heading(place, &tokens, &mut items, &mut self.context);
                continue;
            }
            let above = post_above.and_then(|i| self.drafts.get(i).map(|d| (i, d)));
            if let Some(mut post) = posts::post(self.text, block, above) {
                // A thread is named after its first post.
                if let (Some(thread), Some(first)) = (post.thread, post_above) {
                    post.thread = Some(thread);
                    if let Some(draft) = self.drafts.get_mut(first) {
                        draft.thread.get_or_insert(thread);
                    }
                }
                self.drafts.push(post);
                let number = self.drafts.len() - 1;
                post_above = Some(number);
                let here = std::iter::once(number);
                inside.quotations((self.text, block), here, (self.lexicon, rules), &mut buffers, &mut self.drafts);
                continue;
            }
            post_above = None;
            if let Some(tag) = other.filter(|tag| lang::is_read_by_rules(tag)) {
                self.by_rules.push((tag, block.span));
                self.context = BlockContext { fiction: self.context.fiction, ..BlockContext::default() };
                block_quote = None;
                continue;
            }
            if block_quotes::signature(place, &tokens, &mut items, block_quote, &mut self.context, &mut self.drafts) {
                block_quote = None;
                continue;
            }
            block_quote = block_quotes::block(self.text, (index, blocks), block_quote, &self.context, &mut self.drafts);
            if block_quote.is_some_and(block_quotes::OpenBlockQuote::is_read) {
                continue;
            }
            if dashes.takes(self.text, block) {
                item_row::items(&tokens, &[], &mut items);
                let row = ItemRow { text: self.text, language, segments: &[], items: &items };
                dash_dialogue::block(&row, index, &mut self.context, &mut self.drafts);
                continue;
            }
            marks::segments(self.text, block.span, rules, &nicknames, &mut segments);
            let place = (self.text, block.span);
            marks::mend(place, &tokens, (rules, language), &nicknames, &mut segments);
            if other.is_some() {
                if !other_dashes || !block_language::dash_line(self.text, block.span, &mut self.drafts) {
                    block_language::quotations(self.text, &segments, &mut self.drafts);
                }
                self.context = BlockContext { fiction: self.context.fiction, ..BlockContext::default() };
                continue;
            }
            if self.context.fiction {
                marks::cut_asides(self.text, &mut segments, language.is_aside);
            }
            mark_quoted(&mut self.names, first_name, &segments);
            mark_pronouns(&mut self.pronouns, first_pronoun, &segments);
            item_row::items(&tokens, &segments, &mut items);
            let row = ItemRow { text: self.text, language, segments: &segments, items: &items };
            let first_draft = self.drafts.len();
            let next = blocks.get(index + 1).map(|b| b.kind);
            self.context.before_quotation = matches!(next, Some(BlockKind::Quotation(_)));
            attribute::attribute_block(&row, index, &mut self.context, &mut buffers, &mut self.drafts);
            if cell {
                self.context = BlockContext { fiction: self.context.fiction, ..BlockContext::default() };
            }
            if let Some(speaker) = speaker {
                let pronoun =
                    |s: Span| !s.of(self.text).contains(' ') && self.lexicon.roles(s.of(self.text)).has(Roles::PRONOUN);
                tables::give_to(speaker, block.span, self.drafts.get_mut(first_draft..).unwrap_or_default(), pronoun);
                if name_first.is_none() {
                    tokens::tokenize(self.text, speaker.name, self.lexicon, &mut tokens);
                    self.collect_names(&tokens);
                }
            }
        }
        self.context.askers = turns.map(|t| t.askers).unwrap_or_default();
    }

    fn collect_names(&mut self, tokens: &[Token]) {
        people::names(self.text, tokens, self.lexicon.language(), &mut self.names);
        people::pronouns(tokens, &mut self.pronouns);
        self.lowercase.extend(tokens.iter().filter(|t| t.class == TokenClass::Lower).map(|t| t.word));
    }
}

/// Notes which names from number `first` on stand inside the segments of their block.
fn mark_quoted(names: &mut [NameMention], first: usize, segments: &[marks::Segment]) {
    let mut next = 0;
    for name in names.iter_mut().skip(first) {
        while segments.get(next).is_some_and(|s| s.span.end <= name.span.start) {
            next += 1;
        }
        name.quoted = segments.get(next).is_some_and(|s| s.span.contains(name.span.start));
    }
}

/// The same for pronouns.
fn mark_pronouns(pronouns: &mut [people::GenderedPronoun], first: usize, segments: &[marks::Segment]) {
    let mut next = 0;
    for pronoun in pronouns.iter_mut().skip(first) {
        while segments.get(next).is_some_and(|s| s.span.end <= pronoun.at) {
            next += 1;
        }
        pronoun.quoted = segments.get(next).is_some_and(|s| s.span.contains(pronoun.at));
    }
}
