import CEL

/// A list of a document, read.
struct ListDefinition {
    let name: String
    let kind: ListEntry.Kind
    let entries: [ListEntry]

    /// The list as a value that doesn't change; nil if its entries end or aren't texts.
    var constant: Value? {
        var values: [Value] = []
        values.reserveCapacity(entries.count)
        for entry in entries {
            guard case .text(let text) = entry.content, entry.until == nil else { return nil }
            values.append(.string(text))
        }
        return kind == .text ? .list(values) : nil
    }

    /// The variable `lists.<name>` of a list that isn't a constant.
    func variable(clock: String) -> Variable {
        switch kind {
        case .text:
            let elements = entries.compactMap { entry in
                if case .text(let text) = entry.content { TimedList.Element(text, until: entry.until) } else { nil }
            }
            return Variable("lists.\(name)", TimedList(elements), clock: clock)
        case .cidr:
            let elements = entries.compactMap { entry in
                if case .block(let block) = entry.content { BlockList.Element(block, until: entry.until) } else { nil }
            }
            return Variable("lists.\(name)", BlockList(elements), clock: clock)
        }
    }
}
