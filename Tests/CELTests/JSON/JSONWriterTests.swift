import Testing

@testable import CEL

@Suite struct JSONWriterTests {
    private func written(_ value: Value) -> String {
        var writer = JSONWriter()
        writer.value(value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test("members and elements are separated where they have to be")
    func structure() {
        var writer = JSONWriter(appendingTo: Array("data: ".utf8))
        writer.beginObject()
        writer.member("a", true)
        writer.key("b")
        writer.beginArray()
        writer.value(1)
        writer.beginObject()
        writer.endObject()
        writer.beginArray()
        writer.endArray()
        writer.null()
        writer.encoded(Array("{\"raw\":1}".utf8))
        writer.endArray()
        writer.member("c", "x")
        writer.member("d", 1.5)
        writer.endObject()
        #expect(
            String(decoding: writer.bytes, as: UTF8.self)
                == #"data: {"a":true,"b":[1,{},[],null,{"raw":1}],"c":"x","d":1.5}"#)
    }

    @Test(
        "strings are escaped as RFC 8259 demands, and what a terminal or a line reader could take for its own",
        arguments: [
            ("plain é 😀 /", "\"plain é 😀 /\""), ("\"\\", #""\"\\""#), ("\u{8}\u{9}\n\u{c}\r", #""\b\t\n\f\r""#),
            ("\0\u{1f}\u{10}\u{7f}", "\"\\u0000\\u001f\\u0010\\u007f\""), ("", "\"\""),
            ("a\u{9b}2J\u{2028}\u{202e}b", "\"a\\u009b2J\\u2028\\u202eb\""),
        ])
    func strings(text: String, expected: String) throws {
        #expect(written(.string(text)) == expected)
        #expect(try Value(json: Array(expected.utf8)) == .string(text))
    }

    @Test(
        "doubles have the shortest digits that read back the same",
        arguments: [0.1, 1, -0.0, 1e21, .leastNonzeroMagnitude, 1.7976931348623157e308, 0.3971, 123456789.125, 1e-7])
    func doubles(number: Double) throws {
        let json = written(.double(number))
        guard case .double(let read) = try Value(json: Array(json.utf8)) else {
            Issue.record("not a double: \(json)")
            return
        }
        #expect(read == number)
        #expect(json.utf8.count <= 24)
    }

    @Test("NaN and infinity, which JSON lacks, are null", arguments: [Double.nan, .infinity, -.infinity])
    func notFinite(number: Double) {
        #expect(written(.double(number)) == "null")
    }

    @Test("every value of CEL has a form")
    func values() throws {
        let map = try #require(
            MapValue([.init(key: .int(1), value: .null), .init(key: .bool(true), value: .uint(.max))]))
        #expect(written(.map(map)) == #"{"1":null,"true":18446744073709551615}"#)
        #expect(written(.bytes([0, 255, 7, 9])) == #""AP8HCQ==""#)
        #expect(written(.bytes([1, 2])) == #""AQI=""#)
        #expect(written(.list([.int(.min), .type(.int)])) == #"[-9223372036854775808,"int"]"#)
        #expect(
            written(.timestamp(try #require(Timestamp(rfc3339: "2026-11-21T08:00:00.5Z"))))
                == #""2026-11-21T08:00:00.500Z""#)
        #expect(written(.duration(try #require(CELDuration(text: "1m30.5s")))) == #""90.5s""#)
    }

    @Test("a record's unknown fields are left out")
    func records() {
        let type = RecordType("r", [.init("a", .int), .init("b", .string), .init("c", .bool)])
        var record = Record(type)
        record["a"] = .int(1)
        record["c"] = .bool(false)
        #expect(written(.record(record)) == #"{"a":1,"c":false}"#)
    }
}
