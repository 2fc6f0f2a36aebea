/// Makes expressions that mostly compile, of all that the language has, from a stream of choices.
struct ExpressionGenerator {
    private var choices: Choices
    private var scope: [String] = []
    /// Parts that may still have parts of their own.
    private var left: Int

    private init(_ choices: Choices) {
        self.choices = choices
        left = 1 + self.choices.next(30)
    }

    static func expression(_ choices: Choices) -> String {
        var generator = ExpressionGenerator(choices)
        return generator.any()
    }

    private mutating func any() -> String {
        switch choices.next(7) {
        case 0, 1: bool()
        case 2: number()
        case 3: text()
        case 4: list()
        case 5: map()
        default: "dyn(\(text()))"
        }
    }

    /// False when the expression is large enough.
    private mutating func goesOn() -> Bool {
        left -= 1
        return left > 0
    }

    private mutating func bool() -> String {
        guard goesOn() else { return choices.pick(["true", "false", "b", "r.flag", "r.missing"]) }
        switch choices.next(18) {
        case 0: return "(\(bool()) && \(bool()))"
        case 1: return "(\(bool()) || \(bool()))"
        case 2: return "!\(bool())"
        case 3: return "(\(bool()) ? \(bool()) : \(bool()))"
        case 4: return "(\(number()) \(choices.pick(["<", "<=", ">", ">=", "==", "!="])) \(number()))"
        case 5: return "(\(text()) \(choices.pick(["<", "==", "!="])) \(text()))"
        case 6: return "(dyn(\(list())) == \(list()))"
        case 7: return "(dyn(\(any())) in \(list()))"
        case 8: return "(\(text()) in \(map()))"
        case 9: return "\(text()).\(choices.pick(["contains", "startsWith", "endsWith", "matches"]))(\(text()))"
        case 10: return "\(list()).\(choices.pick(["all", "exists", "exists_one"]))(\(local { $0.bool() }))"
        case 11: return "\(map()).\(choices.pick(["all", "exists"]))(k, \(local { $0.bool() }))"
        case 12: return "has(\(choices.pick(["r.flag", "r.missing", "m.a.b", "{'a': 1}.a", "m.?a.b"])))"
        case 13: return "\(optional()).hasValue()"
        case 14: return "\(text()).matches('\(pattern())')"
        case 15: return "cel.bind(\(bound { $0.any() } then: { $0.bool() }))"
        case 16: return "isIP(\(text()))"
        default: return "cidr('10.0.0.0/8').containsIP(ip('10.1.2.\(choices.next(300))'))"
        }
    }

    /// An int, or a number of any type where mixed ones are allowed.
    private mutating func number() -> String {
        guard goesOn() else {
            return choices.pick(["0", "1", "-7", "n", "r.count", "9223372036854775807", "dyn(3u)", "dyn(2.5)"])
        }
        switch choices.next(12) {
        case 0: return "(\(number()) \(choices.pick(["+", "-", "*", "/", "%"])) \(number()))"
        case 1: return "-\(number())"
        case 2: return "size(\(choices.next(2) == 0 ? list() : text()))"
        case 3: return "int(\(choices.next(2) == 0 ? double() : text()))"
        case 4: return "int(dyn(\(list())[\(number())]))"
        case 5: return "math.\(choices.pick(["abs", "sign", "greatest", "bitNot"]))(\(number()))"
        case 6: return "math.least(\(number()), \(number()))"
        case 7: return "\(text()).indexOf(\(text()))"
        case 8: return "t.\(choices.pick(["getHours", "getFullYear"]))(\(choices.pick(["", "'+01:30'", "s"])))"
        case 9: return "math.bitShiftLeft(\(number()), \(number()))"
        case 10: return "(\(bool()) ? \(number()) : \(number()))"
        default: return "dyn(dyn(\(optional())).orValue(\(number())))"
        }
    }

    private mutating func double() -> String {
        guard goesOn() else { return choices.pick(["0.0", "-2.5", "1e300", "(0.0 / 0.0)", "(1.0 / 0.0)"]) }
        switch choices.next(4) {
        case 0: return "(\(double()) \(choices.pick(["+", "-", "*", "/"])) \(double()))"
        case 1: return "double(\(choices.next(2) == 0 ? number() : text()))"
        case 2: return "math.\(choices.pick(["ceil", "round", "trunc", "abs", "sqrt"]))(\(double()))"
        default: return "math.greatest(\(double()), \(double()))"
        }
    }

    private mutating func text() -> String {
        guard goesOn() else {
            return choices.pick(["'a'", "''", "s", "r.name", "'é😀'", "m.a", #""\n""#, "'10.1.2.3'"])
        }
        switch choices.next(12) {
        case 0: return "(\(text()) + \(text()))"
        case 1: return "string(dyn(\(any())))"
        case 2: return "\(text()).replace(\(text()), \(text()))"
        case 3: return "\(text()).substring(\(choices.next(4)))"
        case 4: return "\(list()).map(\(local { $0.text() })).join(\(text()))"
        case 5: return "'\(choices.pick(["%s", "%d", "%x", "%.3f", "%s%s"]))'.format(\(list()))"
        case 6: return "\(text()).\(choices.pick(["trim", "reverse", "lowerAscii", "upperAscii"]))()"
        case 7: return "\(text()).charAt(\(number()))"
        case 8: return "strings.quote(\(text()))"
        case 9: return "base64.encode(bytes(\(text())))"
        case 10: return "string(base64.decode(\(text())))"
        default: return "cel.bind(\(bound { $0.any() } then: { $0.text() }))"
        }
    }

    private mutating func list() -> String {
        guard goesOn() else {
            return choices.pick(["[]", "[1, 2, 3]", "l", "['a', 'b']", "r.items"] + scope.map { "[\($0)]" })
        }
        switch choices.next(12) {
        case 0: return "[\(any()), \(any())]"
        case 1: return "[?\(optional()), \(any())]"
        case 2: return "(dyn(\(list())) + \(list()))"
        case 3: return "\(list()).map(\(local { $0.any() }))"
        case 4: return "\(list()).filter(\(local { $0.bool() }))"
        case 5: return "\(list()).transformList(k, \(local { $0.any() }))"
        case 6: return "\(text()).split(\(text()))"
        case 7: return "\(list()).\(choices.pick(["reverse", "distinct"]))()"
        case 8: return "\(list()).slice(\(number()), \(number()))"
        case 9: return "lists.range(\(number()))"
        case 10: return "[\(list())].flatten()"
        default: return "\(list()).sortBy(\(local { $0.number() }))"
        }
    }

    private mutating func map() -> String {
        guard goesOn() else { return choices.pick(["{}", "{'a': 1}", "m", "{dyn(1): 2, 'b': [3]}"]) }
        switch choices.next(5) {
        case 0: return "{\(text()): \(any())}"
        case 1: return "{?\(text()): \(optional())}"
        case 2: return "\(map()).transformMap(k, \(local { $0.any() }))"
        case 3: return "\(list()).transformMapEntry(k, \(local { "{string(k): \($0.any())}" }))"
        default: return "google.protobuf.Struct{fields: dyn(\(map()))}"
        }
    }

    private mutating func optional() -> String {
        guard goesOn() else { return choices.pick(["optional.none()", "optional.of(1)", "m.?a", "r.?missing"]) }
        switch choices.next(6) {
        case 0: return "optional.of(\(any()))"
        case 1: return "optional.ofNonZeroValue(\(any()))"
        case 2: return "\(list())[?\(number())]"
        case 3: return "\(map())[?\(text())]"
        case 4: return "dyn(\(optional())).or(\(optional()))"
        default: return "\(optional()).optMap(\(local { $0.any() }))"
        }
    }

    private mutating func pattern() -> String {
        guard goesOn() else { return choices.pick(["a", ".", "[a-c]", "^", "$", "[^b]", "(?i)A"]) }
        switch choices.next(5) {
        case 0: return "(\(pattern())|\(pattern()))"
        case 1: return "(\(pattern()))\(choices.pick(["*", "+", "?", "{2}", "{0,3}"]))"
        case 2: return pattern() + pattern()
        case 3: return choices.pick(["[[:alpha:]]", "[é-😀]", "\\\\d", "\\\\pL"])
        default: return pattern()
        }
    }

    /// `variable, body`, with the variable in scope of the body.
    private mutating func local(_ body: (inout ExpressionGenerator) -> String) -> String {
        let name = "v\(scope.count)"
        scope.append(name)
        defer { scope.removeLast() }
        return "\(name), \(body(&self))"
    }

    /// `variable, value, body`.
    private mutating func bound(
        _ value: (inout ExpressionGenerator) -> String, then body: (inout ExpressionGenerator) -> String
    ) -> String {
        let value = value(&self)
        let name = "v\(scope.count)"
        scope.append(name)
        defer { scope.removeLast() }
        return "\(name), \(value), \(body(&self))"
    }
}
