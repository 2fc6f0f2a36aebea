import CEL
import Yams

extension DocumentReader {
    /// The text of a reason, compiled where it tells values; nil if it is no good, which is noted.
    mutating func message(_ node: Node, _ environment: Environment) -> Message? {
        guard let text = problems.text(node, "reason.message"), case .scalar(let scalar) = node else { return nil }
        guard text.utf8.count <= limits.maxMessageBytes else {
            problems.add("reason.message is longer than \(limits.maxMessageBytes) bytes", at: node.place)
            return nil
        }
        let parts: [MessageParts.Part]
        do throws(MessageParts.Unbalanced) {
            parts = try MessageParts.parts(of: text)
        } catch {
            problems.add(
                "reason.message has a brace without its counterpart", at: place(at: error.offset, in: scalar),
                hint: "{expression}, and {{ or }} for a brace")
            return nil
        }
        if case .text(let text)? = parts.first, parts.count == 1 { return .plain(text) }
        var template: [MessageTemplate.Part] = []
        for part in parts {
            switch part {
            case .text(let text): template.append(.text(text))
            case .expression(let source, let offset):
                guard let program = value(source, environment, at: offset, in: scalar) else { return nil }
                template.append(.value(program))
            }
        }
        return .template(MessageTemplate(source: text, parts: template, maxBytes: limits.maxMessageBytes))
    }

    enum Message {
        case plain(String)
        case template(MessageTemplate)
    }

    private mutating func value(
        _ source: String, _ environment: Environment, at offset: Int, in scalar: Node.Scalar
    ) -> Program? {
        do throws(CompileError) {
            let program = try environment.compile(source)
            // A reason stands in the answer and in the log as it is, whatever log.privacy says.
            if let path = program.attributes.first(where: { vocabulary.isCallers($0) }) {
                problems.add(
                    "reason.message can't tell '\(path)'", at: place(at: offset, in: scalar),
                    hint: "what the caller sent may be personal")
                return nil
            }
            guard program.resultType.hasText else {
                problems.add(
                    "reason.message can't tell a value of type \(program.resultType)",
                    at: place(at: offset, in: scalar), hint: "such as size(…) of it")
                return nil
            }
            return program
        } catch {
            add(error, in: scalar, from: offset, of: source)
            return nil
        }
    }
}
