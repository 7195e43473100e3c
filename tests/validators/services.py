"""`sayso serve` and `sayso mcp`, asked by the clients of others.

    services.py SAYSO [--load SECONDS RATE]

A CAS that cassis makes (emoji, several layers, what INCEpTION puts into its type system) is sent as INCEpTION sends it, and the
answer read by cassis; tasks are sent as Label Studio sends them, and the predictions validated by its SDK against the labelling
config; the tools of `sayso mcp` are called by the client of the protocol itself. The exit code is 1 when an answer is wrong.
With `--load` documents of 5 KB are sent at a rate, and the rate kept, p50 and p99 are printed. With `--hostile` requests that are
damaged, too long or none are sent, and 60 clients stall while another asks.
"""

import argparse
import asyncio
import concurrent.futures
import http.client
import json
import pathlib
import random
import socket
import subprocess
import sys
import tempfile
import time

PROBLEMS = []
TEXT = (
    "“Taxes fell 😊 by 5%,” Jane Doe said.\nHe left. “We will not go back,” the minister, 👩‍👩‍👧 in tow, told reporters.\n\n"
    "Cafe\u0301 owner Ada Grey said that the plan was dead.\n"
)


def check(what, is_right, shown=""):
    print(("ok   " if is_right else "WRONG"), what, shown if not is_right else "")
    if not is_right:
        PROBLEMS.append(what)


class Service:
    """A `sayso serve` on a port of its own."""

    def __init__(self, program):
        self.process = subprocess.Popen([program, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().rsplit(":", 1)[1])

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def ask(self, path, body=None, method=None, headers=None):
        connection = self.connect()
        sent = None if body is None else json.dumps(body).encode()
        method = method or ("GET" if body is None else "POST")
        connection.request(method, path, sent, {"Content-Type": "application/json", **(headers or {})})
        answer = connection.getresponse()
        words = answer.read()
        return answer.status, json.loads(words) if words else None

    def memory(self):
        """Kilobytes that are resident."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status")
        lines = status.read_text().splitlines() if status.exists() else []
        return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)

    def end(self):
        self.process.terminate()
        return self.process.wait(20)


def inception_cas(feature="value"):
    """A CAS as INCEpTION serializes it, with the layer webanno.custom.Quote and others."""
    import cassis

    types = cassis.TypeSystem()
    quote = types.create_type("webanno.custom.Quote", supertypeName="uima.tcas.Annotation")
    string, boolean, double = "uima.cas.String", "uima.cas.Boolean", "uima.cas.Double"
    for name, of in [
        (feature, string),
        ("inception_internal_predicted", boolean),
        (f"{feature}_score", double),
        (f"{feature}_score_explanation", string),
        (f"{feature}_auto_accept", string),
    ]:
        types.create_feature(quote, name=name, rangeType=of)
    other = types.create_type("webanno.custom.Theme", supertypeName="uima.tcas.Annotation")
    types.create_feature(other, name="about", rangeType=string)
    token = types.create_type("de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token")
    sentence = types.create_type("de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence")
    cas = cassis.Cas(typesystem=types, sofa_string=TEXT, document_language="en")
    begin = 0
    for line in TEXT.split("\n"):
        if line:
            cas.add(sentence(begin=begin, end=begin + len(line)))
            cas.add(token(begin=begin, end=begin + len(line.split()[0])))
        begin += len(line) + 1
    cas.add(other(begin=1, end=6, about="taxes & <duties>\n\"2026\""))
    # Somebody annotated already.
    cas.add(quote(begin=0, end=21, **{feature: "by hand"}))
    return cas, types


def inception(service):
    import cassis

    for feature, values in [("value", {"quote"}), ("speaker", {"Jane Doe", "Ada Grey"}), ("kind", {"direct", "indirect"})]:
        cas, types = inception_cas(feature)
        request = {
            "metadata": {
                "layer": "webanno.custom.Quote",
                "feature": feature,
                "projectId": 7,
                "anchoringMode": "characters",
                "crossSentence": True,
                "range": {"begin": 0, "end": len(TEXT.encode("utf-16-le")) // 2},
            },
            "document": {"xmi": cas.to_xmi(), "documentId": 3, "userId": "ada"},
            "typeSystem": types.to_xml(),
        }
        status, answer = service.ask("/inception/predict", request)
        check(f"INCEpTION {feature}: 200", status == 200, answer)
        if status != 200:
            continue
        back = cassis.load_cas_from_xmi(answer["document"], typesystem=types)
        check(f"INCEpTION {feature}: the text is the same", back.sofa_string == TEXT)
        quotes = back.select("webanno.custom.Quote")
        predicted = [q for q in quotes if q.inception_internal_predicted]
        words = [q.get_covered_text() for q in predicted]
        expected = ["“Taxes fell 😊 by 5%,”", "“We will not go back,”", "that the plan was dead"]
        is_words = words == expected if feature != "speaker" else set(words) <= set(expected) and len(words) >= 2
        check(f"INCEpTION {feature}: the words at the offsets", is_words, words)
        found = {getattr(q, feature) for q in predicted}
        check(f"INCEpTION {feature}: the values", values <= found, found)
        scores = [getattr(q, f"{feature}_score") for q in predicted]
        check(f"INCEpTION {feature}: scores and reasons", all(0 < s <= 1 for s in scores) and all(
            getattr(q, f"{feature}_score_explanation") for q in predicted), scores)
        by_hand = [q for q in quotes if not q.inception_internal_predicted]
        check(f"INCEpTION {feature}: what was there stays", [getattr(q, feature) for q in by_hand] == ["by hand"], by_hand)
        for layer in ["webanno.custom.Theme", "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token",
                      "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"]:
            before = [(a.begin, a.end, getattr(a, "about", None)) for a in cas.select(layer)]
            after = [(a.begin, a.end, getattr(a, "about", None)) for a in back.select(layer)]
            check(f"INCEpTION {feature}: {layer.rsplit('.')[-1]} stays", before == after, after)
    status, _ = service.ask("/inception/train", {"metadata": {}, "documents": [], "typeSystem": ""})
    check("INCEpTION train: 204", status == 204)


def label_studio(service, program):
    from label_studio_sdk.label_interface import LabelInterface
    from label_studio_sdk.label_interface.objects import PredictionValue

    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, "codebook", "--to", "label-studio", "-o", folder], check=False, capture_output=True)
        found = next(pathlib.Path(folder).rglob("*.xml"), None)
        own = found.read_text() if found else ""
    hand = """<View><Labels name="ner" toName="body"><Label value="Quote"/><Label value="Speaker"/></Labels>
        <Text name="body" value="$body"/></View>"""
    check("Label Studio: health", service.ask("/label-studio/health")[1].get("status") == "UP")
    for called, config, field in [("our config", own, "text"), ("a config by hand", hand, "body")]:
        if not config:
            check(f"Label Studio: {called} is there", False)
            continue
        status, version = service.ask("/label-studio/setup", {"project": "1.1", "schema": config, "extra_params": {}})
        check(f"Label Studio, {called}: setup", status == 200 and "sayso" in version["model_version"], version)
        tasks = [{"id": 1, "data": {field: TEXT, "n": 3}}, {"id": 2, "data": {field: "Nothing."}}]
        request = {"tasks": tasks, "model_version": version["model_version"], "project": "1.1", "label_config": config,
                   "params": {"login": None, "password": None, "context": None}}
        status, answer = service.ask("/label-studio/predict", request)
        check(f"Label Studio, {called}: predict", status == 200 and len(answer["results"]) == 2, answer)
        if status != 200:
            continue
        interface = LabelInterface(config)
        for prediction in answer["results"]:
            PredictionValue(**prediction)
            errors = interface.validate_prediction(prediction, return_errors=True)
            check(f"Label Studio, {called}: the SDK takes it", not errors, errors)
        regions = [r for r in answer["results"][0]["result"] if r["type"] == "labels"]
        words = [TEXT[r["value"]["start"]:r["value"]["end"]] for r in regions]
        check(f"Label Studio, {called}: the words at the offsets",
              words == [r["value"]["text"] for r in regions] and "“Taxes fell 😊 by 5%,”" in words, words)
    status, _ = service.ask("/label-studio/webhook", {"action": "ANNOTATION_CREATED", "project": {"id": 1}})
    check("Label Studio: webhook", status == 201)


def refused(service):
    for what, headers in [("another host", {"Host": "evil.example"}), ("another origin", {"Origin": "https://evil.example"})]:
        status, answer = service.ask("/label-studio/health", headers=headers)
        check(f"{what} is refused", status == 403 and answer["error"].endswith("."), answer)


async def mcp_tools(program, root, mode):
    from mcp.client.client import Client
    from mcp.client.stdio import StdioServerParameters, stdio_client

    transport = stdio_client(StdioServerParameters(command=program, args=["mcp", "--root", str(root)]))
    async with Client(transport, mode=mode) as client:
        tools = [tool.name for tool in (await client.list_tools()).tools]
        check(f"mcp {mode}: tools", tools == ["detect", "who_said_what", "find", "verify"], tools)
        said = await client.call_tool("who_said_what", {"path": "a.txt"})
        statements = (said.structured_content or {}).get("statements", [])
        check(f"mcp {mode}: who said what", [s["speaker"] for s in statements][:1] == ["Jane Doe"], said)
        found = await client.call_tool("find", {"words": "taxes", "in": "quotes"})
        results = (found.structured_content or {}).get("results", [])
        check(f"mcp {mode}: find", results and results[0]["speaker"] == "Jane Doe" and results[0]["document"] == "a.txt", found)
        checked = await client.call_tool("verify", {"text": "“Taxes rose by 5%,” Jane Doe said.", "against": ["a.txt"]})
        check(f"mcp {mode}: verify", (checked.structured_content or {}).get("findings") == 1, checked)
        detected = await client.call_tool("detect", {"text": TEXT})
        check(f"mcp {mode}: detect", len((detected.structured_content or {}).get("statements", [])) == 3, detected)
        outside = await client.call_tool("who_said_what", {"path": "../secret.txt"})
        check(f"mcp {mode}: nothing outside", outside.is_error, outside)


def mcp(program):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder) / "root"
        root.mkdir()
        (root / "a.txt").write_text(TEXT)
        (pathlib.Path(folder) / "secret.txt").write_text("“No,” said Ada Grey.")
        for mode in ["legacy", "auto"]:
            asyncio.run(mcp_tools(program, root, mode))


def load(service, seconds, rate):
    """Documents of 5 KB at a rate, by 8 clients that keep their connections."""
    sentence = "“Taxes fell by five per cent,” Jane Doe said on Monday. The room was cold, and nobody spoke for a while. "
    text = (sentence * 60)[:5000]
    body = json.dumps({"tasks": [{"id": 1, "data": {"text": text}}], "label_config":
        "<View><Labels name='l' toName='t'><Label value='Quote'/></Labels><Text name='t' value='$text'/></View>"})
    clients, total = 8, int(seconds * rate)
    start = time.perf_counter() + 0.2

    def client(number):
        connection, took = service.connect(), []
        for n in range(number, total, clients):
            due = start + n / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            connection.request("POST", "/label-studio/predict", body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            # From when it was due: a service that falls behind cannot hide it.
            took.append((time.perf_counter() - due, answer.status))
        return took

    with concurrent.futures.ThreadPoolExecutor(clients) as pool:
        took = sorted(one for some in pool.map(client, range(clients)) for one in some)
    lasted = time.perf_counter() - start
    times = [t * 1000 for t, _ in took]
    bad = sum(status != 200 for _, status in took)
    print(f"{len(took)} requests of {len(body)} bytes in {lasted:.1f} s: {len(took) / lasted:.0f} a second, "
          f"p50 {times[len(times) // 2]:.1f} ms, p99 {times[int(len(times) * 0.99)]:.1f} ms, {bad} failed, "
          f"{service.memory()} kB resident")
    check("every request of the load is answered", bad == 0)


def hostile(service, count):
    """Damaged requests, then 60 clients that stall."""
    pick = random.Random(5)
    config = "<View><Labels name='l' toName='t'><Label value='Quote'/></Labels><Text name='t' value='$text'/></View>"
    good = json.dumps({"tasks": [{"data": {"text": TEXT * 20}}], "label_config": config}).encode()

    def send(raw, wait=True):
        stream = socket.create_connection(("127.0.0.1", service.port), timeout=30)
        try:
            stream.sendall(raw)
            if wait:
                stream.shutdown(socket.SHUT_WR)
                while stream.recv(65536):
                    pass
                stream.close()
        except OSError:
            pass
        return stream

    def request(body, path="/label-studio/predict"):
        return f"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body

    def damaged():
        kind = pick.randrange(8)
        if kind == 0:
            return request(b"[" * pick.randrange(1, 2_000_000))
        if kind == 1:
            return request(b"{\"tasks\":[" + b"{}," * pick.randrange(1, 500_000) + b"{}]}")
        if kind == 2:
            return b"POST /inception/predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n" + b"x" * 100_000
        if kind == 3:
            xmi = "<xmi:XMI xmlns:xmi='x'>" + "<a>" * pick.randrange(1, 200_000)
            body = {"metadata": {"layer": "a", "feature": "b"}, "document": {"xmi": xmi}}
            return request(json.dumps(body).encode(), "/inception/predict")
        raw = bytearray(request(good, pick.choice(["/label-studio/predict", "/inception/predict", "/x"])))
        for _ in range(pick.randrange(1, 6)):
            raw[pick.randrange(len(raw))] = pick.randrange(256)
        return bytes(raw[: pick.randrange(len(raw))] if pick.random() < 0.3 else raw)

    send(request(good))
    memory = []
    for number in range(count):
        send(damaged())
        if number % max(1, count // 4) == count // 4 - 1:
            memory.append(service.memory())
    print(f"{count} hostile requests; resident after each quarter: {memory} kB")
    check("the memory does not grow", memory[-1] < 1.2 * memory[0] + 20_000, memory)
    parts = [b"", b"POST / HTTP/1.1\r\nHo", b"POST /label-studio/predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000000\r\n\r\nabc"]
    stalled = [send(parts[n % 3], wait=False) for n in range(60)]
    slowest = 0.0
    for _ in range(20):
        begun = time.perf_counter()
        status, _ = service.ask("/label-studio/predict", json.loads(good))
        slowest = max(slowest, time.perf_counter() - begun)
        check("an answer while 60 clients stall", status == 200) if status != 200 else None
    print(f"60 clients that stall: the slowest of 20 answers took {slowest * 1000:.0f} ms")
    check("stalled clients delay nobody by 5 s", slowest < 5)
    for stream in stalled:
        stream.close()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("program")
    options.add_argument("--load", nargs=2, type=float, metavar=("SECONDS", "RATE"))
    options.add_argument("--hostile", type=int, metavar="COUNT")
    options = options.parse_args()
    service = Service(options.program)
    try:
        if options.load:
            load(service, *options.load)
        elif options.hostile:
            hostile(service, options.hostile)
        else:
            inception(service)
            label_studio(service, options.program)
            refused(service)
            mcp(options.program)
    finally:
        code = service.end()
    check("the service ends when it is asked to", code == 0, code)
    print(f"{len(PROBLEMS)} wrong")
    sys.exit(1 if PROBLEMS else 0)


main()
