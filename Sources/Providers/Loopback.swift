/// Addresses that only this machine reaches.
package enum Loopback {
    /// 127.0.0.0/8, ::1 (in brackets too, as URLs have it) and the name that RFC 6761 reserves for them.
    package static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { UInt8($0) != nil && $0.utf8.allSatisfy { (48...57).contains($0) } }
    }
}
