//! The feature templates by name. The number of a template is part of the hash that finds its weight: with another number
//! its weights are another's. So the model file holds [`hash`], and a file learned with other templates is refused.
//!
//! A template takes its number from its place; where numbers were left out, the next one is given. A new template takes a
//! number that its enumeration does not use (two of one number do not compile) and asks for a new training.

/// A feature template of some task.
pub trait FeatureTemplate: Copy {
    /// Its number, different for every template of a task.
    fn number(self) -> u32;
}

macro_rules! templates {
    ($($(#[$doc:meta])* $group:ident { $($name:ident $(= $number:literal)?),* $(,)? })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            pub enum $group { $($name $(= $number)?),* }

            impl FeatureTemplate for $group {
                #[inline]
                fn number(self) -> u32 {
                    self as u32
                }
            }
        )*

        /// Every template: its enumeration, its name, its number.
        const TEMPLATES: &[(&str, &str, u32)] = &[$($((stringify!($group), stringify!($name), $group::$name as u32)),*),*];
    };
}

templates! {
    /// Is a word a cue?
    CueFeature {
        Bias, Word, WordNext = 3, Previous = 5, Next, Next2, Previous2, RolesPrevious = 10, RolesNext, NextNext2,
        Previous2Previous, WordQuotations = 21, WordEndsComma = 23, SpeechVerbsRoles = 26, ClauseStartSubject = 28,
        WordClauseStart, Position = 32, WordSpeechVerbs, Stem, StemNext, StemPrevious, NextThree, PreviousThree,
        SubjectRolesNext, SubjectHeadRoles, SubjectHeadStem, OpenerRoles, OpenerStem, ClauseNextRoles, ClauseStem,
        PassiveEndingNext, CapitalsWord, StemNextNext2, StemSubject,
    }
    /// Which noun phrase is the source of a cue? Those that begin with `None` describe the option that none is.
    SourceFeature {
        NoneBias, NoneWord, NoneRolesPhrases = 3, NonePreviousRoles, NonePassiveNext, SideBetween = 13, KindRolesSide = 15,
        FollowingSide, PrecedingSide, PrecedingKindSide, SideNext = 21, FirstKindCommas = 23, WordSideCommas,
        PreviousSideKind = 26, PassiveSidePreceding, FirstWordSide = 29, LastWordSide, NoneSubjectRoles,
        NoneSubjectPlaces, PlaceKind, PlaceRolesPassive, PlaceAroundKind, PersonsKindPlace, AroundVerbsBehind,
        SpokePlaceStops, LengthKindPlace, PlaceQuotedPrevious,
    }
    /// Where does the content begin?
    ContentStartFeature {
        NoneBias, SideGap = 10, SideGapWord = 12, ShapeSideGap, PreviousSideGap, PreviousShapeSide, WordShapeSide,
        WordPreviousSide, RolesShapeSide, PhraseVerbSide, PlaceRoles = 21, PlaceWord, QuotationsPlaceRoles, FirstWordsSide,
        PlaceAfterGap, ClosedPlaceRoles, NoneWordNext, NoneRolesColon, NoneOptions, AfterShapePrevious, PhrasesShapeStem,
        PhrasesShapePrevious, ShapeNextPrevious, ClauseShapeRoles, BetterShapeGap, BetterStem, VerbPlaceRoles, StemShapeNext,
        ShapeNextWord,
    }
    /// Does the content go on behind the cue, and where?
    ContinuationFeature {
        NoneBias, NoneFrom, NoneWordFrom, Gap = 10, ShapePrevious, Shape, ShapeNext, WordQuotation, FromGap, Remaining,
        QuotationGap,
    }
    /// Where does the content end?
    ContentEndFeature {
        NextNext2 = 12, PreviousNext, LengthWhole, FirstNext = 17, QuotationWholeWord = 20, LaterVerbNextWhole = 22,
        CommasNextWhole, PhraseNextVerb, RolesNextVerb, NextWords = 27, NextThree, FirstLengthVerb, StemNextVerb, FirstNextNext2, LengthNextVerb, PrepositionsNextVerb,
        Previous2PreviousNext, WholeStemLength, TailVerbNext, TailLengthNext, BehindNextVerb, PairedNext, PreviousWords,
        PhraseVerbNext, StemNextWord, FirstVerbWhole,
    }
    /// Are quotation marks round something said? Those from `PersonsAloneStop` to `PersonsOpensForm` for fiction only.
    QuotationFeature {
        Bias, LengthUpper = 2, CueLength = 5, TitleLength, Next, StopOpens = 12, TitlePrevious = 15, CueOpens, UpperCover,
        VerbCover = 30, EarlierPrevious = 32, EarlierCoverLength, GapEarlierPrevious = 39, MarkHeadlineCover,
        CapitalsPreviousNext, PreviousWords = 45, PartStopNext = 48, AnnouncedCapitalsLength = 56, MarkHeadline = 59,
        PersonsAloneStop, PersonsPrevious2Length, IndentAloneLines, AloneOpensLength, AloneNextPrevious2,
        PersonsOpensPrevious, CueDistancePrevious2, CueWords, CueWordsBefore, CueWordsFurther, PersonsAloneCue,
        PersonsOpensForm, MarkHeadlinePrevious = 73,
    }
    /// Whose words is a quotation without a cue?
    UncuedFeature {
        Option, OptionDetail, OptionPreviousNext = 9, OptionOpensDetail = 11, OptionStopOpens, OptionClosedEnds,
        OptionCueOpens = 16, OptionUpperDetail, OptionLengthOpens = 23, PhraseSideFirstKind = 41, PhrasePrecedingSide,
        PhraseFollowingSide, PhrasePrecedingSideKind, PhraseFollowingPrecedingSide = 48, PhraseAroundSideKind,
        PhraseSubjectsSideKind, PhrasePersonsSideKind, PhraseVerbSide, PhrasePreviousAroundSide, OptionTitlePrevious,
        OptionPreviousWords,
    }
    /// Are the words that a suggestion takes for its source the right ones?
    SourceTrustFeature {
        Bias, RuleKindScore, RuleMention, RuleMentionScore, CueRule, MentionAround, LengthMention, ScoreKind, RuleQuotes,
        FirstWordRule, LastWordRule,
    }
    /// Is the person whom those words are resolved to the right one?
    PersonTrustFeature {
        Bias, MentionSure, MentionNamesakes, MentionCluster, MentionGender, NameWords, MentionsSpeaks, RuleMention, Around,
        NamesakesLead, NamesakesTitle,
    }
    /// Which person near is meant by a pronoun, a description, or nothing? Those that begin with `None` describe the option
    /// that none is.
    SpeakerFeature {
        NoneFitting, NonePossible, NoneSource, NoneHead, NoneFirstWord, Gender = 10, GenderRank, GenderDistanceSubject,
        TurnDistance, TurnGender, TurnDistanceBeside, InsideAddressed, BesideGender, BesideRank, MentionsGender, DistanceRank,
        TurnRank, GenderFittingRank, TimesTurn, BehindDistanceGender, BehindRankGender, TurnNamedAddressed, PossibleRankTurn,
        InsideTurnDistance, SubjectBeside, MentionsTimes, TurnDistanceSubjectGender, AnyTurnDistanceBeside,
        AnyGenderDistanceSubject, AnyInsideAddressedTurn, PatternTurnSince, TurnSinceBeside, PatternTurnBeside,
        FirstWordTurnDistance, FirstWordGenderRank, BehindBesideSubject, BesideTurnSinceRank, HeadTurnDistance, HeadRankGender,
        CueTurnDistance, CueBesideRank, QuestionTurnDistance, GenderShareTurn, ShareRank, GenderLaterTurn,
        GenderNamedLaterSubject, LaterNamedLaterTurn, NamedLaterBesideGender, GenderLaterSince, SpeaksGender,
        SinceSpeaksRank, BesideSpeaksTurn, ComingOwnNext, ComingTurnNextSecond, ComingSecondThird, ComingNamedDistance,
        ComingCalled, ComingBesideNextOwn, ComingOrderNextSecond, ComingGenderNextAway, AnyComingNextSecond,
    }
    /// In the news: who above is meant by a pronoun or a description? Those that begin with `None` describe the option that
    /// nobody is.
    AntecedentFeature {
        NoneBias, NoneFitting, NoneCalled, Gender, GenderOrder, SentencesPosition, BlocksPosition, OrderPosition, TurnAway, TurnOrder,
        SinceOrder, SinceSentences, KnownTop, SpeaksGender, KindWordsGender, InsideTurn, PronounsOrder, PronounsTurn,
        BehindSentencesPosition, OpensTurnAway, NearOrder, Called, Unsure, Role, Order, Sentences, Blocks, Position, Turn, Away, Since, Known, Top, Speaks,
        Kind, Words, Near, Pronouns, Inside, SubjectSentences, SubjectOrder, SubjectSinceOrder, TurnSincePlace, SubjectTurn,
        SubjectBlocksBehind, GenderSentencesSubject,
    }
}

/// FNV-1a over names and numbers of all templates.
pub const fn hash() -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    let mut i = 0;
    while i < TEMPLATES.len() {
        let (group, name, number) = TEMPLATES[i];
        hash = eat(eat(eat(hash, group.as_bytes()), name.as_bytes()), &number.to_le_bytes());
        i += 1;
    }
    hash
}

const fn eat(mut hash: u64, bytes: &[u8]) -> u64 {
    let mut i = 0;
    while i < bytes.len() {
        hash = (hash ^ bytes[i] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        i += 1;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the weights were learned with: a number that moves here moves nothing but makes answers wrong.
    #[test]
    fn templates_keep_their_numbers() {
        let number = |group: &str| {
            let of_group = TEMPLATES.iter().filter(|t| t.0 == group).map(|t| t.2);
            of_group.collect::<Vec<_>>()
        };
        let cue = [0, 1, 3, 5, 6, 7, 8, 10, 11, 12, 13, 21, 23, 26, 28, 29];
        assert_eq!(number("CueFeature"), cue.into_iter().chain(32..50).collect::<Vec<_>>());
        let source: Vec<u32> =
            [0, 1, 3, 4, 5, 13, 15, 16, 17, 18, 21, 23, 24, 26, 27].into_iter().chain(29..41).collect();
        assert_eq!(number("SourceFeature"), source);
        let start = [0, 10, 12, 13, 14, 15, 16, 17, 18, 19];
        assert_eq!(number("ContentStartFeature"), start.into_iter().chain(21..40).collect::<Vec<_>>());
        assert_eq!(number("ContinuationFeature"), [0, 1, 2, 10, 11, 12, 13, 14, 15, 16, 17]);
        let end = [12, 13, 14, 17, 20, 22, 23, 24, 25];
        assert_eq!(number("ContentEndFeature"), end.into_iter().chain(27..44).collect::<Vec<_>>());
        assert_eq!(
            number("QuotationFeature"),
            [
                0, 2, 5, 6, 7, 12, 15, 16, 17, 30, 32, 33, 39, 40, 41, 45, 48, 56, 59, 60, 61, 62, 63, 64, 65, 66, 67,
                68, 69, 70, 71, 73
            ]
        );
        let uncued: Vec<u32> = [0, 1, 9, 11, 12, 13, 16, 17, 23, 41, 42, 43, 44].into_iter().chain(48..56).collect();
        assert_eq!(number("UncuedFeature"), uncued);
        assert_eq!(number("SpeakerFeature"), (0..5).chain(10..66).collect::<Vec<_>>());
        assert_eq!(number("AntecedentFeature"), (0..46).collect::<Vec<_>>());
    }
}
