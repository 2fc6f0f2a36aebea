import Testing

@testable import Policy

@Suite("The layout of documents")
struct FormatterTests {
    private static func format(_ text: String) throws -> String {
        let directory = try TemporaryDirectory()
        return try PolicyFormatter.format(file: try directory.write("p.yaml", text)).text
    }

    private static let good = """
        # The head.
        version: "1"   # yours to count
        event: signup

        lists:
          trusted: [a, b]
        # On the rules.
        rules:
          # On the first one.
          - id: a
            when: >-
              signals.network.vpn
                && signals.network.tor

              || signals.score > 1
            reason: { code: x,
              message: 'it''s' }
          - { id: b, when: true, then: block } # in one line
        # At the end.

        """

    @Test("a document in the one layout stays as it is")
    func stays() throws {
        let formatted = try Self.format(Self.good)
        #expect(formatted == Self.good)
    }

    @Test("levels have two spaces, with comments and texts of several lines along with them")
    func levels() throws {
        let text = """
            # The head.
            version: "1"   # yours to count
            event: signup


            lists:
                trusted: [a, b]
            # On the rules.
            rules:
            # On the first one.
            -   id: a
                when: >-
                    signals.network.vpn
                      && signals.network.tor

                    || signals.score > 1
                reason: { code: x,
                          message: 'it''s' }
            - { id: b, when: true, then: block } # in one line
            # At the end.


            """
        let formatted = try Self.format(text.replacing("event: signup", with: "event: signup  \t"))
        #expect(formatted.contains("\n  # On the first one.\n  - id: a\n    when: >-\n        signals.network.vpn\n"))
        #expect(formatted.contains("\n  - { id: b, when: true, then: block } # in one line\n# At the end.\n"))
        #expect(formatted.contains("event: signup\n\nlists:\n  trusted: [a, b]\n# On the rules.\nrules:\n"))
        #expect(try Self.format(formatted) == formatted)
    }

    @Test("white space that is a part of a text stays")
    func texts() throws {
        let text = "a:\n    b: |\n        one  \n\n\n        # two\n    c: 1  \n"
        #expect(try Self.format(text) == "a:\n  b: |\n      one  \n\n\n      # two\n  c: 1\n")
    }

    @Test("line ends of Windows and a missing one at the end")
    func lineEnds() throws {
        #expect(try Self.format("a: 1\r\nb:\r\n    c: 2") == "a: 1\nb:\n  c: 2\n")
    }

    @Test("what is no YAML, and aliases, are refused")
    func refused() {
        for text in ["a: [", "", "a: &x 1\nb: *x\n"] {
            #expect(throws: PolicyLoadError.self, "\(text)") { try Self.format(text) }
        }
    }

    @Test("entries that are commented out at a list's end stay at its level")
    func commentedOut() throws {
        let text = """
            version: "1"
            rules:
              - { id: a, when: true, then: block }
              # - { id: b, when: true, then: block }

            # On what is unavailable.
            unavailable: []

            """
        #expect(try Self.format(text) == text)
    }

    @Test("entries that are commented out above the next key move with their list", arguments: [0, 2, 4, 7])
    func commentsAboveTheNextKey(width: Int) throws {
        func document(_ width: Int, _ step: Int) -> String {
            let (list, keys) = (String(repeating: " ", count: width), String(repeating: " ", count: step))
            return """
                rules:
                \(list)-\(keys.dropFirst())id: a
                \(list)\(keys)when: true
                \(list)# - id: off
                \(list)#   when: true
                unavailable: []

                """
        }
        guard width > 0 else {
            // At the key's own level it may be about that.
            #expect(try Self.format(document(0, 2)).contains("\n# - id: off\n#   when: true\nunavailable:"))
            return
        }
        #expect(try Self.format(document(width, 2)) == document(2, 2))
        #expect(try Self.format(document(width, 4)) == document(2, 2))
    }
}
