import CEL
import Yams

extension PolicyTestReader {
    /// What the vendors answered: their JSON, or `{ file: … }` with it.
    mutating func answers(_ node: Node) -> [PolicyFixture.Answer] {
        guard let fields = YAMLFields(node, "facts", keys: vocabulary.providers, problems: &problems) else { return [] }
        var answers: [PolicyFixture.Answer] = []
        for provider in vocabulary.providers {
            guard let value = fields[provider] else { continue }
            let file = file(value)
            let body = if let file { read(file, at: value.place) } else { json(value, "facts.\(provider)") }
            if let body { answers.append(.init(provider: provider, json: body, isWrittenForTest: file == nil)) }
        }
        return answers
    }

    /// How the asking ended: `ok` for a vendor with facts, and what the case says of the others.
    mutating func outcomes(_ node: Node?, answers: [PolicyFixture.Answer]) -> [(provider: String, outcome: String)] {
        var said: [String: String] = [:]
        if let node, let fields = YAMLFields(node, "providers", keys: vocabulary.providers, problems: &problems) {
            for provider in vocabulary.providers {
                guard let value = fields[provider] else { continue }
                said[provider] = outcome(value, provider, hasFacts: answers.contains { $0.provider == provider })
            }
        }
        for answer in answers { said[answer.provider] = "ok" }
        return vocabulary.providers.compactMap { provider in said[provider].map { (provider, $0) } }
    }

    private mutating func outcome(_ node: Node, _ provider: String, hasFacts: Bool) -> String? {
        guard let text = problems.text(node, "providers.\(provider)") else { return nil }
        let allowed = ["ok"] + vocabulary.causes
        guard allowed.contains(text) else {
            problems.add(
                "providers.\(provider) can't be '\(text.prefix(64))'", at: node.place,
                hint: "allowed: \(allowed.joined(separator: ", "))")
            return nil
        }
        if hasFacts, text != "ok" {
            problems.add("\(provider) can't have facts and end in \(text)", at: node.place, hint: "leave out one")
        }
        return text
    }

    /// A mapping as a JSON object.
    mutating func json(_ node: Node?, _ what: String) -> [UInt8]? {
        guard let node else { return nil }
        guard case .mapping = node else {
            problems.add("\(what) has to be a mapping", at: node.place)
            return nil
        }
        guard let value = YAMLValue.value(of: node) else {
            problems.add("\(what) can't be written as JSON", at: node.place, hint: "keys have to be text")
            return nil
        }
        var writer = JSONWriter(capacity: 1024)
        writer.value(value)
        return writer.bytes
    }

    private func file(_ node: Node) -> String? {
        guard case .mapping(let mapping) = node, mapping.count == 1, let entry = mapping.first else { return nil }
        return entry.key.scalar?.string == "file" ? entry.value.scalar?.string : nil
    }

    private mutating func read(_ file: String, at place: Place?) -> [UInt8]? {
        let path = source.path(of: file)
        do throws(PolicyFileError) {
            return try PolicyFile.read(path, maxBytes: limits.maxAnswerBytes)
        } catch {
            problems.add("the answer can't be read from \(path): \(error)", at: place)
            return nil
        }
    }
}
