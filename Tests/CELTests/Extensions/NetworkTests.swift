import Testing

@testable import CEL

@Suite struct NetworkTests {
    @Test(
        "addresses are read strictly and written after RFC 5952",
        arguments: [
            ("192.168.0.1", "192.168.0.1"), ("0.0.0.0", "0.0.0.0"), ("::", "::"), ("::1", "::1"),
            ("2001:DB8::0:1", "2001:db8::1"), ("1:0:0:2:0:0:0:3", "1:0:0:2::3"), ("1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"),
            ("fe80::", "fe80::"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("::ffff:c0a8:1", "::ffff:c0a8:1"),
        ])
    func read(text: String, expected: String) {
        #expect(IPAddress(text)?.description == expected)
    }

    @Test(
        "what is no address is refused",
        arguments: [
            "", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1..2.3", "1.2.3.4 ", "::ffff:1.2.3.4", "1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7:8:9", "1::2::3", ":::", ":1", "1:", "12345::", "g::", "fe80::1%eth0", "1:2:3:4:5:6:7:8::",
        ])
    func refused(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(
        "blocks contain the addresses that share their first bits",
        arguments: [
            ("cidr('10.0.0.0/8').containsIP('10.255.0.1')", "true"),
            ("cidr('10.0.0.0/8').containsIP('11.0.0.1')", "false"),
            ("cidr('0.0.0.0/0').containsIP('255.1.2.3')", "true"), ("cidr('0.0.0.0/0').containsIP('::1')", "false"),
            ("cidr('::/0').containsIP('ffff::')", "true"),
            ("cidr('2001:db8::/33').containsIP('2001:db8:8000::')", "false"),
            ("cidr('2001:db8::/65').containsIP('2001:db8:0:0:7fff::1')", "true"),
            ("cidr('2001:db8::/65').containsIP('2001:db8:0:0:8000::1')", "false"),
            ("cidr('::1/128').containsIP('::1')", "true"), ("cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16')", "true"),
            ("cidr('10.1.0.0/16').containsCIDR('10.0.0.0/8')", "false"),
            ("string(cidr('10.1.2.3/8').masked())", "\"10.0.0.0/8\""),
            ("cidr('10.1.2.3/8').ip() == ip('10.1.2.3')", "true"),
            ("cidr('10.0.0.0/8') == cidr('10.0.0.1/8')", "false"),
            ("cidr('10.0.0.0/33')", "error(invalidArgument)"), ("cidr('10.0.0.0')", "error(invalidArgument)"),
            ("isCIDR('10.0.0.0/08')", "false"), ("isIP('10.0.0.0/8')", "false"),
            ("type(cidr('::/0')) == net.CIDR", "true"),
            ("ip('10.0.0.1').isGlobalUnicast()", "true"), ("ip('255.255.255.255').isGlobalUnicast()", "false"),
            ("ip('224.0.0.1').isLinkLocalMulticast()", "true"), ("ip('127.9.9.9').isLoopback()", "true"),
            ("ip('::ffff:0:0').isUnspecified()", "false"), ("ip('fe80::1').family()", "6"),
        ])
    func blocks(source: String, expected: String) throws {
        #expect(try Sample.evaluate(source).summary == expected)
    }
}
