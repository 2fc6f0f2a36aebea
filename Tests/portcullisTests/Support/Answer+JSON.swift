import CEL
import TestSupport

extension TestClient.Answer {
    /// The value at the end of a path of names in a JSON body; nil if there is none.
    func value(_ path: String...) -> Value? {
        var value = try? Value(json: body)
        for name in path {
            guard case .map(let map)? = value else { return nil }
            value = map[name]
        }
        return value
    }

    func text(_ path: String...) -> String? {
        var value = try? Value(json: body)
        for name in path {
            guard case .map(let map)? = value else { return nil }
            value = map[name]
        }
        if case .string(let text)? = value { return text }
        return nil
    }
}
