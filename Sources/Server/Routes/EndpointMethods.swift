import HTTPTypes

/// Which methods each path takes, for requests that no endpoint answers.
struct EndpointMethods: Sendable {
    private let methods: [String: [HTTPRequest.Method]]

    /// - Parameter methods: by path.
    init(_ methods: [String: [HTTPRequest.Method]]) { self.methods = methods }

    /// - Parameter endpoints: those that are served. HEAD is where GET is.
    init(of endpoints: [Endpoint]) {
        methods = endpoints.reduce(into: [:]) { methods, endpoint in
            methods[endpoint.path, default: []] += endpoint.method == .get ? [.get, .head] : [endpoint.method]
        }
    }

    /// All paths, sorted.
    var paths: [String] { methods.keys.sorted() }

    /// - Parameter path: of a request, parameters filled in.
    /// - Returns: nil if there is nothing at the path.
    func at(_ path: String) -> [HTTPRequest.Method]? {
        // As the router does, which takes a slash at the end for none.
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        if let exact = methods[path] { return exact }
        let parts = path.split(separator: "/")
        return methods.first { template, _ in
            let names = template.split(separator: "/")
            return names.count == parts.count && zip(names, parts).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
        }?.value
    }
}
