//! The rows of scripts, books and notebooks in XML and JSON, and of archives: see the table above this module.

use super::signature::{Signature, is_notebook};
use super::{Format, FormatLoader, FormatRow, PLAIN};
use crate::document::{fountain, notebook, screenplay, tei, zipped};

/// Formats whose words stand in markup of their own.
pub(super) const TABLE: &[FormatRow] = &[
    FormatRow {
        format: Format::Fountain,
        name: "fountain",
        version: "fountain/1",
        title: "a screenplay",
        extensions: &["fountain", "spmd"],
        extension_decides: true,
        loader: FormatLoader::Text(|text, _| Ok(fountain::read(&text))),
        ..PLAIN
    },
    FormatRow {
        format: Format::Fdx,
        name: "fdx",
        version: "fdx/1",
        title: "a screenplay",
        extensions: &["fdx"],
        signature: Signature::Words(40, |b| b.has_root(&["FinalDraft"])),
        loader: FormatLoader::Markup(|text, _| Ok(screenplay::read(&text))),
        ..PLAIN
    },
    FormatRow {
        format: Format::Fb2,
        name: "fb2",
        version: "fb2/1",
        title: "FictionBook",
        extensions: &["fb2"],
        signature: Signature::Words(41, |b| b.has_root(&["FictionBook"])),
        loader: FormatLoader::Markup(|text, _| Ok(tei::read(&text))),
        ..PLAIN
    },
    FormatRow {
        format: Format::Notebook,
        name: "ipynb",
        version: "ipynb/1",
        title: "a notebook",
        extensions: &["ipynb"],
        // Before speech recognition and tables, which are JSON as well.
        signature: Signature::Words(2, |b| b.is_json() && is_notebook(b.bytes)),
        loader: FormatLoader::Text(|text, options| notebook::read(&text, &options.limits)),
        ..PLAIN
    },
    FormatRow {
        format: Format::Zip,
        name: "zip",
        version: "zip/1",
        title: "web pages in a zip archive",
        extensions: &[],
        signature: Signature::Bytes(200, |b| b.is_zip()),
        loader: FormatLoader::Bytes(|bytes, options| zipped::read_pages(bytes, &options.limits)),
        ..PLAIN
    },
];
