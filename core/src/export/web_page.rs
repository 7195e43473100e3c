//! What every page for browsers begins with: it loads nothing and runs nothing.

use maud::{Markup, PreEscaped, Render, html};

/// The head of a page with its styles.
pub(super) fn head(title: impl Render, styles: &[&str]) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width,initial-scale=1";
            meta name="generator" content="sayso";
            meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
            title { (title) }
            style { @for style in styles { (PreEscaped(style)) } }
        }
    }
}
