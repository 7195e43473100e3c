//! The rows of captions, transcripts and recognised speech: see the table above this module.

use super::signature::{Signature, has_times, is_ass, is_otranscribe, is_sbv, is_srt, is_text_grid, is_timed_table};
use super::{Format, FormatLoader, FormatRow, PLAIN};
use crate::document::subtitles::{self, CaptionFormat, ass, ttml};
use crate::document::{asr, childes, elan, otranscribe, tables, textgrid, timed_table, transcriber};

/// Formats that tell who speaks when.
pub(super) const TABLE: &[FormatRow] = &[
    FormatRow {
        format: Format::Srt,
        name: "srt",
        version: "srt/3",
        title: "subtitles",
        extensions: &["srt"],
        signature: Signature::Words(4, |b| is_srt(b.words)),
        loader: FormatLoader::Text(|text, _| Ok(subtitles::read(&text, CaptionFormat::Srt))),
        ..PLAIN
    },
    FormatRow {
        format: Format::Vtt,
        name: "vtt",
        version: "vtt/3",
        title: "subtitles",
        extensions: &["vtt"],
        signature: Signature::Words(0, |b| b.words.starts_with("WEBVTT")),
        loader: FormatLoader::Text(|text, _| Ok(subtitles::read(&text, CaptionFormat::Vtt))),
        ..PLAIN
    },
    FormatRow {
        format: Format::Asr,
        name: "asr",
        version: "asr/2",
        title: "speech recognition",
        extensions: &["json"],
        signature: Signature::Words(6, |b| b.is_json() && has_times(b.bytes)),
        loader: FormatLoader::Text(|text, options| {
            // Documents may have times and words as well: what is no speech is read as they are.
            let documents = || tables::of_json(&text, &options.limits).ok();
            asr::read(&text, &options.limits).or_else(|no_speech| {
                documents().and_then(|rows| tables::read_first(&rows, "JSON lines", options).ok()).ok_or(no_speech)
            })
        }),
        ..PLAIN
    },
    FormatRow {
        format: Format::Sbv,
        name: "sbv",
        version: "sbv/1",
        title: "subtitles",
        extensions: &["sbv"],
        signature: Signature::Words(30, |b| is_sbv(b.words)),
        loader: FormatLoader::Text(|text, _| Ok(subtitles::read(&text, CaptionFormat::Sbv))),
        ..PLAIN
    },
    FormatRow {
        format: Format::Ass,
        name: "ass",
        version: "ass/1",
        title: "subtitles",
        extensions: &["ass", "ssa"],
        signature: Signature::Bytes(45, |b| is_ass(b.head)),
        loader: FormatLoader::Text(|text, _| ass::read(&text)),
        ..PLAIN
    },
    FormatRow {
        format: Format::Ttml,
        name: "ttml",
        version: "ttml/1",
        title: "subtitles",
        extensions: &["ttml", "dfxp"],
        signature: Signature::Bytes(40, |b| b.has_root(&["tt"])),
        loader: FormatLoader::Markup(|text, _| Ok(ttml::read(&text))),
        ..PLAIN
    },
    FormatRow {
        format: Format::Elan,
        name: "eaf",
        version: "eaf/1",
        title: "an ELAN transcript",
        extensions: &["eaf"],
        signature: Signature::Bytes(41, |b| b.has_root(&["ANNOTATION_DOCUMENT"])),
        loader: FormatLoader::Markup(|text, _| Ok(elan::read(&text))),
        ..PLAIN
    },
    FormatRow {
        format: Format::Transcriber,
        name: "trs",
        version: "trs/1",
        title: "a Transcriber transcript",
        extensions: &["trs"],
        signature: Signature::Bytes(42, |b| b.has_root(&["Trans"])),
        loader: FormatLoader::Markup(|text, _| Ok(transcriber::read(&text))),
        ..PLAIN
    },
    FormatRow {
        format: Format::Childes,
        name: "cha",
        version: "cha/1",
        title: "a CHAT transcript",
        extensions: &["cha"],
        signature: Signature::Words(32, |b| b.words.starts_with("@UTF8") || b.words.starts_with("@Begin")),
        loader: FormatLoader::Text(|text, _| Ok(childes::read(&text))),
        ..PLAIN
    },
    FormatRow {
        format: Format::TextGrid,
        name: "textgrid",
        version: "textgrid/1",
        title: "a TextGrid",
        extensions: &["TextGrid"],
        signature: Signature::Bytes(43, |b| is_text_grid(b.head)),
        loader: FormatLoader::Text(|text, _| textgrid::read(&text)),
        ..PLAIN
    },
    FormatRow {
        format: Format::Otranscribe,
        name: "otr",
        version: "otr/1",
        title: "an oTranscribe transcript",
        extensions: &["otr"],
        signature: Signature::Bytes(44, |b| is_otranscribe(b.bytes)),
        loader: FormatLoader::Text(|text, options| otranscribe::read(&text, &options.limits)),
        ..PLAIN
    },
    FormatRow {
        format: Format::TimedTable,
        name: "timed-tsv",
        version: "timed-tsv/1",
        title: "a table of what is said when",
        extensions: &[],
        signature: Signature::Bytes(46, |b| is_timed_table(b.head)),
        loader: FormatLoader::Text(|text, _| Ok(timed_table::read(&text))),
        ..PLAIN
    },
];
