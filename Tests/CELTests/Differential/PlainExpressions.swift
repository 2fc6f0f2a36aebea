/// Makes expressions of that part of the language in which cel-python follows the specification.
struct PlainExpressions {
    private var choices: Choices
    private var depth = 0
    private var locals: [String] = []

    init(seed: UInt64) { choices = Choices(bytes: [], seed: seed) }

    mutating func next() -> String {
        depth = 0
        switch choices.next(4) {
        case 0: return number()
        case 1: return text()
        default: return bool()
        }
    }

    private mutating func nested(
        _ make: (inout PlainExpressions) -> String, else leaf: (inout PlainExpressions) -> String
    ) -> String {
        guard depth < 4 else { return leaf(&self) }
        depth += 1
        defer { depth -= 1 }
        return make(&self)
    }

    private mutating func number() -> String {
        nested { this in
            switch this.choices.next(6) {
            case 0, 1, 2:
                let operation = this.choices.pick(["+", "-", "*", "/", "%"])
                return "(\(this.number()) \(operation) \(this.number()))"
            case 3: return "(\(this.bool()) ? \(this.number()) : \(this.number()))"
            case 4: return "\(this.choices.pick(["size(\(this.text()))", "size(\(this.list()))"]))"
            default: return "\(this.list())[\(this.choices.next(4))]"
            }
        } else: { this in
            this.choices.pick(["x", "y", "0", "1", "7", "-7", "9223372036854775807"] + this.locals)
        }
    }

    /// What can't fail: an error in `filter` or `map` ends all of the other one's evaluation, `&&` and `||` around it too.
    private mutating func leaf() -> String { choices.pick(["x", "y", "1", "7"] + locals) }

    private mutating func text() -> String {
        nested { this in
            switch this.choices.next(3) {
            case 0: return "(\(this.text()) + \(this.text()))"
            case 1: return "(\(this.bool()) ? \(this.text()) : \(this.text()))"
            default: return this.choices.pick(["s", "u"])
            }
        } else: { this in
            this.choices.pick(["s", "u", "''", "'a'", "'ü'", #""b\u00fcc""#])
        }
    }

    private mutating func list() -> String {
        nested { this in
            switch this.choices.next(5) {
            case 0: return "(\(this.list()) + \(this.list()))"
            case 1: return "[\(this.number()), \(this.number())]"
            case 2: return "\(this.list()).filter(\(this.macro { "\($0.leaf()) > \($0.leaf())" }))"
            case 3: return "\(this.list()).map(\(this.macro { $0.leaf() }))"
            default: return "l"
            }
        } else: { this in
            this.choices.pick(["l", "[1, 2]", "[x, y]"])
        }
    }

    private mutating func bool() -> String {
        nested { this in
            switch this.choices.next(9) {
            case 0: return "(\(this.bool()) && \(this.bool()))"
            case 1: return "(\(this.bool()) || \(this.bool()))"
            case 2: return "!(\(this.bool()))"
            case 3:
                let operation = this.choices.pick(["==", "!=", "<", "<=", ">", ">="])
                return "(\(this.number()) \(operation) \(this.number()))"
            case 4:
                return "(\(this.text()) \(this.choices.pick(["==", "!=", "<", ">="])) \(this.text()))"
            case 5: return "(\(this.number()) in \(this.list()))"
            case 6:
                let macro = this.choices.pick(["exists", "all", "exists_one"])
                return "\(this.list()).\(macro)(\(this.macro { $0.bool() }))"
            case 7:
                // Of a text that was put together, the other one can't tell what it contains.
                if this.choices.next(2) == 0 {
                    return "\(this.choices.pick(["s", "u", "'ab'"])).contains(\(this.text()))"
                }
                return "\(this.text()).\(this.choices.pick(["startsWith", "endsWith"]))(\(this.text()))"
            default: return "(\(this.list()) == \(this.list()))"
            }
        } else: { this in
            this.choices.pick(["b", "true", "false", "x > y"])
        }
    }

    /// A variable and a body that may use it.
    private mutating func macro(_ body: (inout PlainExpressions) -> String) -> String {
        let name = "e\(locals.count)"
        locals.append(name)
        defer { locals.removeLast() }
        return "\(name), \(body(&self))"
    }
}
