//! What screens are drawn with: cells, places of the page, the text with its margin, the fixed rows round it, sheets,
//! lists, fields.

pub mod arrangement;
pub mod browse;
pub mod canvas;
pub mod card;
pub mod chrome;
pub mod difference;
pub mod field;
pub mod fuzzy_rows;
pub mod header;
pub mod hints;
pub mod hit;
pub mod item;
pub mod item_label;
pub mod listing;
pub mod margin;
pub mod note_field;
pub mod page_layout;
pub mod panes;
pub mod picker_rows;
pub mod sheet;
pub mod signs;
pub mod text_column;
pub mod visible_rows;
