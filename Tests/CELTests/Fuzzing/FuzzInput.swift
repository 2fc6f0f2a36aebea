/// What a fuzzer's bytes stand for.
enum FuzzInput {
    /// The first byte says whether the rest is an expression itself, or decides how one is made.
    static func expression(_ bytes: some Collection<UInt8>) -> String {
        guard let first = bytes.first else { return "" }
        let rest = bytes.dropFirst()
        if first & 1 == 0 { return String(decoding: rest, as: UTF8.self) }
        return ExpressionGenerator.expression(Choices(bytes: rest))
    }

    /// Expressions to start from.
    static let seeds = [
        #"r.flag && l.exists(v, v > 1) ? "\x41é" + s : b'\377\u0041'"#, "{'a': [1, 2u, 3.5e1, null]}['a'][0] in l",
        "cel.bind(v, m.?a.orValue('x'), [?optional.of(v)].map(w, w.matches('^(a|b)*[^c]\\\\d$')))",
        "t.getHours('+01:00') - timestamp('2026-01-01T00:00:00Z').getHours() < duration('1h30m').getMinutes()",
        "'%s %.2f'.format([r.items, n * 1.5]).split(' ').transformMap(k, v, k > 0, v.reverse())",
        "cidr('10.0.0.0/8').containsIP(ip('10.1.2.3')) || google.protobuf.Int32Value{value: 1} == -n // end",
    ]
}
