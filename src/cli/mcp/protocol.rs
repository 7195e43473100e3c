//! The Model Context Protocol: JSON-RPC 2.0, the versions there are, and what each of them knows.

use super::tools::{ToolError, Tools};
use super::version::{HANDSHAKES, Knows, STATELESS};
use serde_json::{Map, Value, json};

/// Where it says so.
const VERSION_OF_REQUEST: &str = "/_meta/io.modelcontextprotocol~1protocolVersion";

/// Most messages of one batch.
const MAX_BATCH: usize = 100;

const PARSE_ERROR: i64 = -32700;
const INVALID_REQUEST: i64 = -32600;
const METHOD_NOT_FOUND: i64 = -32601;
const INVALID_PARAMS: i64 = -32602;
const INTERNAL_ERROR: i64 = -32603;
const UNSUPPORTED_VERSION: i64 = -32022;

/// Why a request is not answered.
struct RpcError {
    code: i64,
    message: String,
    data: Option<Value>,
}

impl RpcError {
    fn new(code: i64, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), data: None }
    }

    fn to(&self, id: &Value) -> Value {
        let mut error = json!({"code": self.code, "message": self.message});
        if let (Some(map), Some(data)) = (error.as_object_mut(), &self.data) {
            map.insert("data".to_owned(), data.clone());
        }
        json!({"jsonrpc": "2.0", "id": id, "error": error})
    }
}

/// The answer to a line that is longer than a message may be.
pub fn too_long(most: u64) -> Value {
    RpcError::new(PARSE_ERROR, format!("The message has more than {} MB.", most >> 20)).to(&Value::Null)
}

/// One client.
pub struct Session {
    tools: Tools,
    /// The version that was agreed on; the oldest before that.
    version: &'static str,
}

impl Session {
    pub const fn new(tools: Tools) -> Self {
        Self { tools, version: HANDSHAKES[0] }
    }

    /// The answer to a line; nothing where none is due.
    pub fn answer(&mut self, line: &[u8]) -> Option<Value> {
        let message: Value = match serde_json::from_slice(line) {
            Ok(message) => message,
            Err(error) => {
                return Some(RpcError::new(PARSE_ERROR, format!("This is no JSON: {error}.")).to(&Value::Null));
            }
        };
        let Value::Array(batch) = message else { return self.message(&message) };
        let refused = if self.version != "2025-03-26" {
            Some("Only version 2025-03-26 has batches.")
        } else if batch.is_empty() || batch.len() > MAX_BATCH {
            Some("A batch has 1 to 100 messages.")
        } else {
            None
        };
        if let Some(why) = refused {
            return Some(RpcError::new(INVALID_REQUEST, why).to(&Value::Null));
        }
        let answers: Vec<Value> = batch.iter().filter_map(|message| self.message(message)).collect();
        (!answers.is_empty()).then_some(Value::Array(answers))
    }

    fn message(&mut self, message: &Value) -> Option<Value> {
        let invalid = |why: &str| Some(RpcError::new(INVALID_REQUEST, why).to(&Value::Null));
        let Some(fields) = message.as_object() else { return invalid("A message is an object.") };
        if fields.get("jsonrpc").and_then(Value::as_str) != Some("2.0") {
            return invalid("A message says \"jsonrpc\": \"2.0\".");
        }
        let id = fields.get("id");
        let Some(method) = fields.get("method").and_then(Value::as_str) else {
            // An answer: nothing was asked.
            let is_answer = fields.contains_key("result") || fields.contains_key("error");
            return if is_answer { None } else { invalid("A message names a method.") };
        };
        // Without an id it is a notification: nothing here depends on one.
        let id = id?;
        if !(id.is_string() || id.is_number()) {
            return invalid("The id of a request is a string or a number.");
        }
        let params = fields.get("params").cloned().unwrap_or_else(|| json!({}));
        Some(match self.request(method, &params) {
            Ok(result) => json!({"jsonrpc": "2.0", "id": id, "result": result}),
            Err(error) => error.to(id),
        })
    }

    fn request(&mut self, method: &str, params: &Value) -> Result<Value, RpcError> {
        if !params.is_object() {
            return Err(RpcError::new(INVALID_PARAMS, "The parameters are an object of named values."));
        }
        if method == "initialize" {
            return self.initialize(params);
        }
        let version = match params.pointer(VERSION_OF_REQUEST).map(|v| v.as_str().unwrap_or_default()) {
            None => self.version,
            Some(STATELESS) => STATELESS,
            Some(other) => {
                let data = json!({"supported": [STATELESS], "requested": other});
                let message = format!("Version {other} is not known.");
                return Err(RpcError { data: Some(data), ..RpcError::new(UNSUPPORTED_VERSION, message) });
            }
        };
        let knows = Knows::of(version);
        let mut result = match method {
            "ping" if version != STATELESS => return Ok(json!({})),
            "server/discover" if version == STATELESS => {
                json!({"supportedVersions": [STATELESS], "capabilities": capabilities(), "instructions": self.tools.instructions()})
            }
            "tools/list" => json!({"tools": self.tools.list(knows)}),
            "tools/call" => self.call(params, knows)?,
            _ => return Err(RpcError::new(METHOD_NOT_FOUND, format!("There is no method {method}."))),
        };
        if let Some(map) = result.as_object_mut().filter(|_| version == STATELESS) {
            map.insert("resultType".to_owned(), "complete".into());
            map.insert("_meta".to_owned(), json!({"io.modelcontextprotocol/serverInfo": server()}));
            if method != "tools/call" {
                map.insert("ttlMs".to_owned(), 3_600_000.into());
                map.insert("cacheScope".to_owned(), "private".into());
            }
        }
        Ok(result)
    }

    fn initialize(&mut self, params: &Value) -> Result<Value, RpcError> {
        let Some(asked) = params.get("protocolVersion").and_then(Value::as_str) else {
            return Err(RpcError::new(INVALID_PARAMS, "initialize names a protocolVersion."));
        };
        let newest = HANDSHAKES[HANDSHAKES.len() - 1];
        self.version = HANDSHAKES.iter().find(|known| **known == asked).copied().unwrap_or(newest);
        Ok(json!({
            "protocolVersion": self.version,
            "capabilities": capabilities(),
            "serverInfo": server(),
            "instructions": self.tools.instructions(),
        }))
    }

    fn call(&self, params: &Value, knows: Knows) -> Result<Value, RpcError> {
        let name = params.get("name").and_then(Value::as_str).unwrap_or_default();
        let nothing = Map::new();
        let arguments = match params.get("arguments") {
            None | Some(Value::Null) => &nothing,
            Some(Value::Object(arguments)) => arguments,
            Some(_) => return Err(RpcError::new(INVALID_PARAMS, "The arguments are an object of named values.")),
        };
        match self.tools.call(name, arguments) {
            Ok(answer) => {
                let mut result = json!({"content": [{"type": "text", "text": answer.to_string()}], "isError": false});
                if let Some(map) = result.as_object_mut().filter(|_| knows.structure) {
                    map.insert("structuredContent".to_owned(), answer);
                }
                Ok(result)
            }
            // Whoever called can do better next time.
            Err(ToolError::Refused(why)) => Ok(json!({"content": [{"type": "text", "text": why}], "isError": true})),
            Err(ToolError::Unknown) => Err(RpcError::new(INVALID_PARAMS, format!("There is no tool {name}."))),
            Err(ToolError::Mistake) => {
                Err(RpcError::new(INTERNAL_ERROR, "A mistake in sayso: please report it with what was asked."))
            }
        }
    }
}

fn capabilities() -> Value {
    json!({"tools": {}})
}

fn server() -> Value {
    json!({"name": "sayso", "version": env!("CARGO_PKG_VERSION")})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Common;

    fn session() -> Session {
        Session::new(Tools::new(Common::default(), None))
    }

    fn ask(session: &mut Session, message: &Value) -> Value {
        session.answer(message.to_string().as_bytes()).unwrap()
    }

    #[test]
    fn the_version_that_is_asked_for_or_the_newest() {
        for (asked, given) in [("2024-11-05", "2024-11-05"), ("2025-06-18", "2025-06-18"), ("1999-01-01", "2025-11-25")]
        {
            let answer = ask(
                &mut session(),
                &json!({"jsonrpc": "2.0", "id": "a", "method": "initialize", "params": {"protocolVersion": asked, "capabilities": {}}}),
            );
            assert_eq!((&answer["id"], &answer["result"]["protocolVersion"]), (&json!("a"), &json!(given)));
        }
        let none = ask(&mut session(), &json!({"jsonrpc": "2.0", "id": 1, "method": "initialize"}));
        assert_eq!(none["error"]["code"], INVALID_PARAMS);
    }

    #[test]
    fn a_request_that_says_its_own_version() {
        let mut session = session();
        let meta = json!({"_meta": {"io.modelcontextprotocol/protocolVersion": STATELESS}});
        let found = ask(&mut session, &json!({"jsonrpc": "2.0", "id": 1, "method": "server/discover", "params": meta}));
        assert_eq!(found["result"]["supportedVersions"], json!([STATELESS]));
        assert_eq!(
            (&found["result"]["resultType"], &found["result"]["cacheScope"]),
            (&json!("complete"), &json!("private"))
        );
        let other = json!({"_meta": {"io.modelcontextprotocol/protocolVersion": "2030-01-01"}});
        let refused = ask(&mut session, &json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": other}));
        assert_eq!(
            (&refused["error"]["code"], &refused["error"]["data"]["supported"]),
            (&json!(UNSUPPORTED_VERSION), &json!([STATELESS]))
        );
        // Whoever does not say it knows nothing of it.
        let none = ask(&mut session, &json!({"jsonrpc": "2.0", "id": 1, "method": "server/discover"}));
        assert_eq!(none["error"]["code"], METHOD_NOT_FOUND);
    }

    #[test]
    fn what_a_version_does_not_have_is_left_out() {
        let call = json!({"jsonrpc": "2.0", "id": 2, "method": "tools/call",
            "params": {"name": "detect", "arguments": {"text": "“No,” said Ada Grey."}}});
        let list = json!({"jsonrpc": "2.0", "id": 3, "method": "tools/list"});
        for version in HANDSHAKES {
            let mut session = session();
            ask(
                &mut session,
                &json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": version}}),
            );
            let answer = ask(&mut session, &call);
            let has = |of: &Value, field: &str| of.get(field).is_some();
            assert_eq!(has(&answer["result"], "structuredContent"), version >= "2025-06-18", "{version}");
            let words = answer["result"]["content"][0]["text"].as_str().unwrap();
            assert!(words.contains("Ada Grey"), "{words}");
            let tools = ask(&mut session, &list);
            let [tool] = tools["result"]["tools"].as_array().unwrap().as_slice() else { panic!("{tools}") };
            assert_eq!(has(tool, "outputSchema"), version >= "2025-06-18");
            assert_eq!(has(tool, "annotations"), version >= "2025-03-26");
            let batch = ask(&mut session, &json!([call, {"jsonrpc": "2.0", "method": "notifications/x"}, list, 3]));
            match version {
                "2025-03-26" => assert_eq!(batch.as_array().map(Vec::len), Some(3)),
                _ => assert_eq!(batch["error"]["code"], INVALID_REQUEST),
            }
        }
    }

    #[test]
    fn what_is_no_request_is_told_and_what_asks_nothing_is_not_answered() {
        let mut session = session();
        for (line, code) in [
            ("{", PARSE_ERROR),
            ("\u{1}", PARSE_ERROR),
            ("3", INVALID_REQUEST),
            ("[]", INVALID_REQUEST),
            ("{\"id\":1,\"method\":\"ping\"}", INVALID_REQUEST),
            ("{\"jsonrpc\":\"2.0\",\"id\":1}", INVALID_REQUEST),
            ("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}", INVALID_REQUEST),
            ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/list\"}", METHOD_NOT_FOUND),
            ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[1]}", INVALID_PARAMS),
            ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"rm\"}}", INVALID_PARAMS),
            (
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"detect\",\"arguments\":3}}",
                INVALID_PARAMS,
            ),
        ] {
            let answer = session.answer(line.as_bytes()).unwrap();
            assert_eq!(answer["error"]["code"], code, "{line}");
        }
        assert_eq!(session.answer("[".repeat(100_000).as_bytes()).unwrap()["error"]["code"], PARSE_ERROR);
        for line in [
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"no such thing\",\"params\":3}",
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}",
        ] {
            assert_eq!(session.answer(line.as_bytes()), None, "{line}");
        }
        // A tool that is called wrongly says what it takes.
        let wrong = session.answer(
            b"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"detect\",\"arguments\":{\"txt\":1}}}",
        );
        assert_eq!(wrong.unwrap()["result"]["isError"], true);
    }
}
