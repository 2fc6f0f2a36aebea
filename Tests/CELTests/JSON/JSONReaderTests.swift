import Testing

@testable import CEL

@Suite struct JSONReaderTests {
    private func read(_ text: String, limits: JSONLimits = JSONLimits()) throws -> Value {
        try Value(json: Array(text.utf8), limits: limits)
    }

    @Test("every kind of value is read")
    func values() throws {
        let value = try read(" {\"a\": [1, -2.5, true, false, null, \"x\"], \"b\": {}} \n")
        let list: Value = .list([.int(1), .double(-2.5), .bool(true), .bool(false), .null, .string("x")])
        #expect(value == .map(MapValue(["a": list, "b": .map(MapValue())])))
    }

    @Test(
        "an integer that fits is an int, every other number a double",
        arguments: [
            ("0", Value.int(0)), ("-0", .int(0)), ("9223372036854775807", .int(.max)),
            ("-9223372036854775808", .int(.min)), ("9223372036854775808", .double(9_223_372_036_854_775_808)),
            ("1.0", .double(1)), ("1e2", .double(100)), ("1E-2", .double(0.01)), ("-0.5e+1", .double(-5)),
            ("1e-999", .double(0)),
        ])
    func numbers(text: String, expected: Value) throws {
        let value = try read(text)
        #expect(value == expected)
        #expect(value.type == expected.type)
    }

    @Test(
        "escapes are resolved",
        arguments: [
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"), (#""\u00e9\uD83D\uDE00x""#, "é😀x"),
            (#""\u0000""#, "\0"), ("\"é😀\"", "é😀"), ("\"\"", ""),
        ])
    func escapes(text: String, expected: String) throws {
        #expect(try read(text) == .string(expected))
    }

    @Test(
        "what RFC 8259 doesn't allow is refused with its place",
        arguments: [
            ("", 0, ""), ("  ", 2, ""), ("{", 1, ""), ("[1,", 3, "/1"), ("[1,]", 3, "/1"), ("[1 2]", 3, "/0"),
            ("{\"a\":1,}", 7, ""), ("{\"a\" 1}", 5, "/a"), ("{a:1}", 1, ""), ("01", 1, ""), ("-", 1, ""), ("+1", 0, ""),
            (".5", 0, ""), ("1.", 2, ""), ("1e", 2, ""), ("1e+", 3, ""), ("tru", 3, ""), ("nul]", 3, ""),
            ("NaN", 0, ""),
            ("'a'", 0, ""), ("\"a", 2, ""), ("\"\\x\"", 1, ""), ("\"\\u12g4\"", 1, ""), ("\"\\u12", 5, ""),
            ("\"\u{1}\"", 1, ""), ("\"\n\"", 1, ""), ("1 2", 2, ""), ("{} {}", 3, ""), ("/* */ 1", 0, ""),
            ("\u{FEFF}1", 0, ""), ("{\"a\":{\"b\":[0,{\"c\":x}]}}", 18, "/a/b/1/c"),
        ])
    func syntax(text: String, offset: Int, pointer: String) {
        let error = #expect(throws: JSONError.self) { try read(text) }
        #expect(error?.offset == offset)
        #expect(error?.pointer == pointer)
    }

    @Test(
        "invalid UTF-8 is refused",
        arguments: [
            [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98],
            [0xE2, 0x28, 0xA1],
        ] as [[UInt8]])
    func invalidUTF8(bytes: [UInt8]) {
        let error = #expect(throws: JSONError.self) { try Value(json: [0x22] + bytes + [0x22]) }
        #expect(error?.kind == .invalidUTF8)
        #expect(error?.offset == 1)
    }

    @Test(
        "half a surrogate pair is refused",
        arguments: [#""\uD800""#, #""\uDC00""#, #""\uD800\u0041""#, #""\uD800x""#, #""\uD800\n""#, #""\uDBFF\uDBFF""#])
    func loneSurrogates(text: String) {
        #expect(throws: JSONError.self) { try read(text) }
    }

    @Test(
        "a key that is there twice is refused, however it is written",
        arguments: [#"{"a":1,"a":2}"#, #"{"x":{"a":1,"b":2,"\u0061":3}}"#, #"[{"":1,"":1}]"#])
    func duplicateKeys(text: String) {
        let error = #expect(throws: JSONError.self) { try read(text) }
        #expect(error?.kind == .duplicateKey)
    }

    @Test("canonically equivalent keys are different keys")
    func canonicallyEquivalentKeys() throws {
        guard case .map(let map) = try read("{\"\u{e9}\":1,\"e\u{301}\":2}") else {
            Issue.record("no map")
            return
        }
        #expect(map.count == 2)
        #expect(map["e\u{301}"] == .int(2))
    }

    @Test("a duplicate among many keys is found")
    func duplicateAmongMany() throws {
        let members = (0..<5000).map { "\"k\($0)\":\($0)" }
        #expect(try read("{\(members.joined(separator: ","))}").mapCount == 5000)
        let error = #expect(throws: JSONError.self) {
            try read("{\((members + ["\"k2500\":0"]).joined(separator: ","))}")
        }
        #expect(error?.kind == .duplicateKey)
    }

    @Test("a number beyond a double is refused, and so is one of endless digits")
    func numberRange() {
        for text in ["1e309", "-1e400", String(repeating: "9", count: 400), String(repeating: "1", count: 600)] {
            let error = #expect(throws: JSONError.self) { try read(text) }
            #expect(error?.kind == .numberOutOfRange)
        }
    }

    @Test("limits on size, depth and elements hold")
    func limits() throws {
        let limits = JSONLimits(maxBytes: 20, maxDepth: 3, maxElements: 4)
        #expect(try read("[[[1]]]", limits: limits) == .list([.list([.list([.int(1)])])]))
        let deep = #expect(throws: JSONError.self) { try read("[[[[1]]]]", limits: limits) }
        #expect(deep?.kind == .tooDeep(maxDepth: 3))
        #expect(try read("[1,2,3,4]", limits: limits) == .list([.int(1), .int(2), .int(3), .int(4)]))
        let many = #expect(throws: JSONError.self) { try read("[1,2,3,4,5]", limits: limits) }
        #expect(many?.kind == .tooManyElements(maxElements: 4))
        let large = #expect(throws: JSONError.self) { try read(String(repeating: " ", count: 21), limits: limits) }
        #expect(large?.kind == .tooLarge(maxBytes: 20))
    }

    @Test("a hundred thousand brackets are an error, not a crash")
    func hostileNesting() {
        for open in ["[", "{\"a\":"] {
            let text = String(repeating: open, count: 100_000)
            let error = #expect(throws: JSONError.self) { try read(text, limits: JSONLimits(maxDepth: .max)) }
            #expect(error?.kind == .tooDeep(maxDepth: JSONLimits.deepest))
        }
    }

    @Test("an error names the place and nothing of the values")
    func errorText() {
        let error = #expect(throws: JSONError.self) { try read(#"{"key":"secret","a/b~":[{"x":"secret",]}"#) }
        #expect(error?.description == "invalid JSON: expected a key in quotes at byte 38 (/a~1b~0/0)")
    }

    @Test("every prefix and every changed byte of a document is read or refused without a crash")
    func mutations() throws {
        let document = Array(#"{"a":[1,-2.5e3,"x\u00e9\ud83d\ude00é",{"b":null,"c":true}],"d":""}"#.utf8)
        for length in 0..<document.count {
            #expect(throws: JSONError.self) { try Value(json: Array(document[..<length])) }
        }
        for index in document.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = document
                changed[index] = byte
                _ = try? Value(json: changed)
            }
        }
    }
}

extension Value {
    fileprivate var mapCount: Int? {
        if case .map(let map) = self { map.count } else { nil }
    }
}

extension MapValue {
    fileprivate init(_ members: KeyValuePairs<String, Value>) {
        self = MapValue(members.map { Entry(key: .string($0.key), value: $0.value) }) ?? MapValue()
    }
}
