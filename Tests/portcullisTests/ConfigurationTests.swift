import Curl
import Foundation
import Providers
import Server
import TestSupport
import Testing
import Upstream

@testable import portcullis

@Suite("The configuration")
struct ConfigurationTests {
    private func problems(
        yaml: String? = nil, environment: [String: String] = [:]
    ) async throws -> [String] {
        try await Folder.with { folder in
            let file = folder.appending(path: "portcullis.yaml")
            if let yaml { try yaml.write(to: file, atomically: true, encoding: .utf8) }
            do throws(SettingsError) {
                _ = try await Settings.load(path: yaml == nil ? "" : file.path, environment: environment)
                return []
            } catch {
                return error.problems.map { $0.replacing(folder.path + "/", with: "") }
            }
        }
    }

    private func settings(yaml: String, environment: [String: String] = [:]) async throws -> Settings {
        try await Folder.with { folder in
            let file = folder.appending(path: "portcullis.yaml")
            try yaml.write(to: file, atomically: true, encoding: .utf8)
            return try await Settings.load(path: file.path, environment: environment)
        }
    }

    @Test("is documented: docs/configuration.md holds the table of the code (UPDATE_DOCS=1 writes it there)")
    func documented() throws {
        let file = Binary.package.appending(path: "docs/configuration.md")
        var text = try String(contentsOf: file, encoding: .utf8)
        let start = try #require(text.range(of: "<!-- settings -->\n"))
        let end = try #require(text.range(of: "<!-- /settings -->"))
        if ProcessInfo.processInfo.environment["UPDATE_DOCS"] == "1" {
            text.replaceSubrange(start.upperBound..<end.lowerBound, with: SettingTable.markdown())
            try text.write(to: file, atomically: true, encoding: .utf8)
        } else {
            #expect(text[start.upperBound..<end.lowerBound] == SettingTable.markdown())
        }
    }

    @Test("has defaults that can be used, and takes the environment before the file")
    func precedence() async throws {
        let defaults = try await settings(yaml: "{}")
        #expect(defaults.address == .network(host: "127.0.0.1", port: 8080))
        #expect(defaults.decisionTimeout == .milliseconds(1500))
        #expect(defaults.vendors.isEmpty)
        let file = "server: { port: 1111 }\ndecision: { deadline_ms: 900 }\n"
        #expect(try await settings(yaml: file).address == .network(host: "127.0.0.1", port: 1111))
        let both = try await settings(
            yaml: file,
            environment: [
                "PORTCULLIS_SERVER_PORT": "2222", "PORTCULLIS_PROVIDERS_TRIPWIRE_SECRET_KEY": "sk_test_x",
                "PORTCULLIS_PROVIDERS_TRIPWIRE_BASE_URL": "https://api.usefoil.com",
            ])
        #expect(both.address == .network(host: "127.0.0.1", port: 2222))
        #expect(both.decisionTimeout == .milliseconds(900))
        #expect(both.vendors.map(\.baseURL.authority) == ["api.usefoil.com"])
    }

    @Test("reads secrets from files too")
    func secretFiles() async throws {
        try await Folder.with { folder in
            let secret = folder.appending(path: "key")
            try "sk_test_from_file\n".write(to: secret, atomically: true, encoding: .utf8)
            let settings = try await settings(
                yaml: "{}", environment: ["PORTCULLIS_PROVIDERS_TRIPWIRE_SECRET_KEY_FILE": secret.path])
            #expect(settings.vendors.map(\.key) == ["sk_test_from_file"])
        }
    }

    @Test(
        "that can't be used is refused with the key, the place and what is allowed",
        arguments: [
            ("server: { prot: 1 }", ["portcullis.yaml:1:11: server.prot: no such setting; did you mean server.port?"]),
            ("sever: { port: 1 }", ["portcullis.yaml:1:1: sever: no such setting"]),
            ("server: 7", ["portcullis.yaml:1:1: server: has to be a mapping of settings"]),
            ("server: { port: 70000 }", ["server.port in portcullis.yaml: has to be an integer from 0 to 65535"]),
            ("server: { port: many }", ["server.port in portcullis.yaml: has to be an integer"]),
            ("log: { durability: always }", ["log.durability in portcullis.yaml: has to be commit, interval, none"]),
            ("server: { host: 0.0.0.0 }", ["server.host: is not a loopback address"]),
            (
                "server: { unix_socket: /\(String(repeating: "x", count: 107)) }",
                ["server.unix_socket: has 108 bytes; a socket's path has 107 at the most"]
            ),
            (
                "providers: { tripwire: { secret_key: sk_live_abc } }",
                ["portcullis.yaml:1:26: providers.tripwire.secret_key: a secret is never read from this file"]
            ),
            ("providers: { verisoul: { enabled: true } }", ["providers.verisoul.enabled is true, but"]),
            (
                "decision: { deadline_ms: 10 }\nserver: { port: x }",
                ["decision.deadline_ms in", "server.port in"]
            ),
            (
                "server: { tls: { client_ca_file: x } }",
                ["auth.client_names: has to be set too", "server.tls.client_ca_file: is"]
            ),
            (
                "auth: { client_names: backend }",
                ["server.tls.client_ca_file: has to be", "auth.client_names: entry 1 is not"]
            ),
            ("log: { privacy: { email: hmac } }", ["log.privacy: a rule says hmac"]),
            ("log: { privacy: { attributes: hmac } }", ["log.privacy: a rule says hmac"]),
            (
                "log: { privacy: { attribute_rules: 'plan:keep,name:hash' } }",
                ["log.privacy.attribute_rules: entry 2 has to be name:rule"]
            ),
            ("[1, 2]", ["portcullis.yaml: has to be a mapping"]),
            ("a: [", ["portcullis.yaml:"]),
            ("server: { port: 1, port: 2 }", ["portcullis.yaml:1:11: a key is there twice"]),
            ("server: { port: { x: 1 } }", ["portcullis.yaml:1:11: server.port: has to be an integer"]),
            ("log: { instance: a b }", ["log.instance: has to be"]),
        ])
    func refused(yaml: String, expected: [String]) async throws {
        let problems = try await problems(yaml: yaml)
        for text in expected {
            #expect(problems.contains { $0.hasPrefix(text) }, "\(problems)")
        }
        #expect(!problems.joined().contains("sk_live_abc"))
    }

    @Test("takes what Kubernetes says of a Service of its name for no setting, and nothing else")
    func serviceLinks() async throws {
        let links = [
            "PORTCULLIS_SERVICE_HOST": "10.0.0.1", "PORTCULLIS_SERVICE_PORT": "80",
            "PORTCULLIS_SERVICE_PORT_HTTP": "80", "PORTCULLIS_PORT": "tcp://10.0.0.1:80",
            "PORTCULLIS_PORT_80_TCP": "tcp://10.0.0.1:80", "PORTCULLIS_PORT_80_TCP_ADDR": "10.0.0.1",
        ]
        #expect(try await problems(yaml: "{}", environment: links).isEmpty)
        let misspelt = links.merging(["PORTCULLIS_SERVR_PORT": "1"]) { $1 }
        #expect(try await problems(yaml: "{}", environment: misspelt).count == 1)
        #expect(try await problems(yaml: "{}", environment: ["PORTCULLIS_PORT": "1"]).count == 1)
    }

    @Test("keeps of the log what a signed checkpoint covers, and wants a key for that")
    func retention() async throws {
        let found = try await problems(
            yaml: "log: { retention: { max_age_s: 86399, max_total_bytes: 100000 } }",
            environment: ["PORTCULLIS_LOG_CHECKPOINT_KEY": "secret-value"])
        #expect(found.contains { $0.hasPrefix("log.retention.max_age_s: has to be idempotency.ttl_s or more") })
        #expect(found.count == 3)
        #expect(found.contains { $0.hasPrefix("log.checkpoint.key: a key has the form PRIVATE+KEY+") })
        #expect(found.contains { $0 == "log.retention.max_total_bytes: has to be log.rotation.max_bytes or more" })
        let without = try await problems(yaml: "log: { retention: { max_age_s: 86400 } }")
        #expect(without.count == 1 && without[0].contains("PORTCULLIS_LOG_CHECKPOINT_KEY"))
    }

    @Test("writes no copy of the checkpoints over the log's own files, by whatever name")
    func checkpointCopy() async throws {
        try await Folder.with { folder in
            let (log, other) = (folder.appending(path: "log"), folder.appending(path: "other"))
            for path in [log, other] {
                try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
            }
            let links = [
                (folder.appending(path: "elsewhere"), log),
                (other.appending(path: "link"), log.appending(path: "decisions.ndjson")),
            ]
            try Data().write(to: log.appending(path: "decisions.ndjson"))
            for (link, target) in links {
                try FileManager.default.createSymbolicLink(at: link, withDestinationURL: target)
            }
            for (copy, isRefused) in [
                ("log/decisions.ndjson", true), ("log/copy", true), ("other/../log/checkpoints", true),
                ("elsewhere/checkpoints", true), ("other/link", true), ("log/below/copy", true),
                ("other/checkpoints", false), ("log-copy", false),
            ] {
                let found = try await problems(
                    yaml: "{}",
                    environment: [
                        "PORTCULLIS_LOG_DIRECTORY": log.path,
                        "PORTCULLIS_LOG_CHECKPOINT_COPY_FILE": folder.appending(path: copy).path,
                    ])
                let expected = "log.checkpoint.copy_file: has to be outside of log.directory"
                #expect(found.contains { $0.hasPrefix(expected) } == isRefused, "\(copy): \(found)")
            }
        }
    }

    @Test("takes a file without settings for what it is, and says why another can't be read")
    func unreadable() async throws {
        #expect(try await problems(yaml: "").isEmpty)
        #expect(try await problems(yaml: "# server:\n#   port: 1\n").isEmpty)
        try await Folder.with { folder in
            try Data([0xFF, 0xFE, 0x41]).write(to: folder.appending(path: "bytes"))
            for (name, reason) in [
                ("missing", "there is no such file"), ("bytes", "it isn't UTF-8"),
                (".", "it is no file that can be read"),
            ] {
                let error = await #expect(throws: SettingsError.self) {
                    _ = try await Settings.load(path: folder.appending(path: name).path, environment: [:])
                }
                #expect(error?.problems.first?.hasSuffix(reason) == true, "\(error?.problems ?? [])")
            }
        }
    }

    @Test("knows its environment variables, and says nothing of their values")
    func variables() async throws {
        let problems = try await problems(
            yaml: "{}",
            environment: [
                "PORTCULLIS_SERVER_PROT": "1", "PORTCULLIS_SERVER_PORT": "secret-value",
                "PORTCULLIS_AUTH_BEARER_KEYS": "secret-value", "PORTCULLIS_PROVIDERS_VERISOUL_API_KEY": "k",
                "PORTCULLIS_PROVIDERS_VERISOUL_BASE_URL": "http://secret-value:1",
                "PORTCULLIS_PROVIDERS_TRIPWIRE_SECRET_KEY_FILE": "/nowhere/secret-value",
            ])
        #expect(
            problems.contains {
                $0.hasPrefix("PORTCULLIS_SERVER_PROT: no such setting; did you mean PORTCULLIS_SERVER_PORT?")
            })
        #expect(problems.contains { $0.hasPrefix("server.port in PORTCULLIS_SERVER_PORT: has to be") })
        #expect(problems.contains { $0.hasPrefix("auth.bearer_keys: entry 1 is not name:key") })
        #expect(problems.contains { $0.hasPrefix("providers.verisoul.base_url: has to begin with https://") })
        #expect(problems.contains { $0.hasPrefix("providers.tripwire.secret_key: the file that") })
        #expect(problems.count == 5)
    }

    @Test("with a list of keys that holds none is refused, instead of letting everybody in")
    func emptyKeys() async throws {
        for keys in [",", "a:0123456789abcdef,", " "] {
            let problems = try await problems(yaml: "{}", environment: ["PORTCULLIS_AUTH_BEARER_KEYS": keys])
            #expect(problems.contains { $0.hasPrefix("auth.bearer_keys") }, "\(keys)")
        }
    }

    @Test("gives permissions to callers that there are, and to nobody else")
    func permissions() async throws {
        let keys = ["PORTCULLIS_AUTH_BEARER_KEYS": "backend:0123456789abcdef"]
        #expect(try await problems(yaml: "auth: { permissions: 'backend:admin' }", environment: keys).isEmpty)
        for (text, expected) in [
            ("backnd:read", "auth.permissions: there is no caller 'backnd'"),
            ("backend:write", "auth.permissions: has to be comma-separated name:permissions"),
        ] {
            let found = try await problems(yaml: "auth: { permissions: '\(text)' }", environment: keys)
            #expect(found.count == 1 && found[0].hasPrefix(expected), "\(found)")
        }
    }

    @Test("limits callers that there are, and nobody else")
    func rateLimits() async throws {
        let keys = ["PORTCULLIS_AUTH_BEARER_KEYS": "backend:0123456789abcdef"]
        #expect(try await problems(yaml: "auth: { rate_limits: 'backend:0' }", environment: keys).isEmpty)
        for (text, expected) in [
            ("backnd:1", "auth.rate_limits: there is no caller 'backnd'"),
            ("backend:-1", "auth.rate_limits: has to be comma-separated name:decisions"),
            ("backend:many", "auth.rate_limits: has to be comma-separated name:decisions"),
        ] {
            let found = try await problems(yaml: "auth: { rate_limits: '\(text)' }", environment: keys)
            #expect(found.count == 1 && found[0].hasPrefix(expected), "\(found)")
        }
    }

    @Test("is shown with its sources, and secrets only as set")
    func check() async throws {
        let good = try await Binary.run(
            ["config", "check"], environment: ["PORTCULLIS_PROVIDERS_VERISOUL_API_KEY": "very-secret"])
        #expect(good.status == 0)
        #expect(good.output.contains("providers.verisoul.api_key: (set)  # PORTCULLIS_PROVIDERS_VERISOUL_API_KEY"))
        #expect(!good.output.contains("very-secret"))
        let bad = try await Binary.run(["config", "check"], environment: ["PORTCULLIS_SERVER_PORT": "x"])
        #expect(bad.status == 1)
    }

    @Test("gives each vendor its own limits, and says what is off by default")
    func upstream() async throws {
        let keys = [
            "PORTCULLIS_PROVIDERS_TRIPWIRE_SECRET_KEY": "sk_test_x", "PORTCULLIS_PROVIDERS_VERISOUL_API_KEY": "key",
        ]
        let vendors = try await settings(yaml: "{}", environment: keys).vendors
        #expect(vendors.map(\.upstream.quotaPerMinute) == [600, 300])
        #expect(vendors.allSatisfy { $0.upstream.cacheMaxBytes == 32 << 20 })
        #expect(vendors.allSatisfy { $0.upstream.hedgeAfter == nil && $0.upstream.staleIfError == .zero })
        #expect(vendors.allSatisfy { $0.upstream.breaker == BreakerConfiguration() })
        let file = """
            providers: { verisoul: { quota_per_minute: 0 } }
            hedge: { after_ms: 200 }
            breaker: { enabled: false }
            connection: { http2: true }
            """
        let changed = try await settings(yaml: file, environment: keys).vendors
        #expect(changed.map(\.upstream.quotaPerMinute) == [600, nil])
        #expect(changed.allSatisfy { $0.upstream.hedgeAfter == .milliseconds(200) && $0.upstream.breaker == nil })
        #expect(changed.allSatisfy { $0.connection.allowsHTTP2 })
    }

    @Test("names the file or the key that a connection can't be made with")
    func connections() async throws {
        let problems = try await problems(
            yaml: """
                providers: { tripwire: { pinned_public_key: key.pem } }
                connection: { ca_file: /nowhere/ca.pem }
                """,
            environment: ["PORTCULLIS_PROVIDERS_TRIPWIRE_SECRET_KEY": "sk_test_x"])
        #expect(problems.count == 2)
        #expect(problems.first?.hasPrefix("connection.ca_file: ") == true)
        #expect(problems.last?.hasPrefix("providers.tripwire: pinnedPublicKey ") == true)
    }
}
