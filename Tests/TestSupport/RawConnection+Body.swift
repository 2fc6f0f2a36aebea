extension RawConnection {
    /// The body of the request whose head was read last, of the length that the head announces.
    package mutating func body(of head: String) async throws -> String {
        let announced = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
        return try await body(bytes: announced.flatMap { Int($0.dropFirst(15).filter { $0 != " " }) } ?? 0)
    }
}
