import CEL
import Testing

@testable import Providers

@Suite("From a vendor's fields to signals")
struct MappingTests {
    private func tripwire(_ fields: String) throws -> SignalReadings {
        let body = #"{"data":{"id":"\#(Answers.tripwireSession)","decision":{},\#(fields)}}"#
        return try #require(try Answers.tripwire(Answers.response(200, body)).answer).signals
    }

    private func verisoul(_ fields: String) throws -> SignalReadings {
        let body = #"{"session_id":"\#(Answers.verisoulSession)",\#(fields)}"#
        return try #require(try Answers.verisoul(Answers.response(200, body)).answer).signals
    }

    @Test("anonymity means something only when the network status is ready")
    func networkStatus() throws {
        let anonymity =
            #""anonymity":{"vpn":true,"tor":false,"proxy":false,"residential_proxy":false,"callback_proxy":false}"#
        let ready = try tripwire(#""network":{"status":"ready",\#(anonymity)}"#)
        #expect(ready[.networkVPN] == .bool(true))
        #expect(ready[.networkTor] == .bool(false))
        #expect(ready[.networkProxy] == .bool(false))
        #expect(ready[.networkDatacenter] == nil)
        for status in [#""pending""#, #""skipped""#, #""error""#, #""brand_new""#, "null", "7"] {
            let other = try tripwire(#""network":{"status":\#(status),\#(anonymity)}"#)
            #expect(other[.networkVPN] == nil)
            #expect(other[.networkTor] == nil)
            #expect(other[.networkProxy] == nil)
        }
    }

    @Test("one kind of proxy is enough to say true, all are needed to say false")
    func proxy() throws {
        func proxy(_ fields: String) throws -> Value? {
            try tripwire(#""network":{"status":"ready","anonymity":{\#(fields)}}"#)[.networkProxy]
        }
        #expect(try proxy(#""callback_proxy":true"#) == .bool(true))
        #expect(try proxy(#""proxy":false"#) == nil)
        #expect(try proxy(#""proxy":false,"residential_proxy":false,"callback_proxy":false"#) == .bool(false))
    }

    @Test(
        "runtime levels from elevated on are true, an unknown level is unknown",
        arguments: [
            (#""clean""#, Value.bool(false)), (#""notice""#, .bool(false)), (#""elevated""#, .bool(true)),
            (#""high_risk""#, .bool(true)), (#""catastrophic""#, nil), ("true", nil), ("null", nil),
        ] as [(String, Value?)])
    func levels(level: String, expected: Value?) throws {
        let readings = try tripwire(#""runtime_integrity":{"tampering":\#(level),"replay":\#(level)}"#)
        #expect(readings[.deviceTampered] == expected)
        #expect(readings[.identityReplayed] == expected)
    }

    @Test(
        "a risk score that is no integer from 0 to 100 is unknown",
        arguments: [
            ("94", Value.int(94)), ("0", .int(0)), ("100", .int(100)), ("101", nil), ("-1", nil), ("0.94", nil),
            ("1.0", nil),
            ("94.0", nil), (#""94""#, nil), ("null", nil), ("1e2", nil),
        ] as [(String, Value?)])
    func riskScore(text: String, expected: Value?) throws {
        let body = #"{"data":{"id":"\#(Answers.tripwireSession)","decision":{"risk_score":\#(text)}}}"#
        let facts = try #require(try Answers.tripwire(Answers.response(200, body)).answer)
        #expect(facts.signals[.automationRiskScore] == expected)
        #expect(facts.drift.isEmpty == (expected != nil || text == "null"))
    }

    @Test("automation words outside the vendor's list are unknown, those of older documents too")
    func automationStatus() throws {
        for (word, expected) in [
            ("automated", Value.bool(true)), ("human", .bool(false)), ("uncertain", .bool(false)), ("bot", nil),
            ("inconclusive", nil), ("none", nil),
        ] as [(String, Value?)] {
            let body = #"{"data":{"id":"\#(Answers.tripwireSession)","decision":{"automation_status":"\#(word)"}}}"#
            let facts = try #require(try Answers.tripwire(Answers.response(200, body)).answer)
            #expect(facts.signals[.automationAutomated] == expected)
        }
    }

    @Test("only what is clearly verified is a verified bot")
    func verifiedBot() throws {
        #expect(try tripwire(#""web_bot_auth":{"status":"verified"}"#)[.automationVerifiedBot] == .bool(true))
        for field in [#"{"status":"failed"}"#, #"{"status":null}"#, "{}", "null", #""verified""#] {
            #expect(try tripwire(#""web_bot_auth":\#(field)"#)[.automationVerifiedBot] == .bool(false))
        }
    }

    @Test("Verisoul's signals come over by name, and what is missing stays unknown")
    func verisoulSignals() throws {
        let readings = try verisoul(
            #""risk_signals":{"vpn":true,"tor":false,"device_risk":null,"impossible_travel":"yes"},"account_ids":["a","b"]"#
        )
        #expect(readings[.networkVPN] == .bool(true))
        #expect(readings[.networkTor] == .bool(false))
        #expect(readings[.deviceHighRisk] == nil)
        #expect(readings[.locationImpossibleTravel] == nil)
        #expect(readings[.networkProxy] == nil)
        #expect(readings[.identityAccountCount] == .int(2))
        #expect(readings[.behaviourInteractionCount] == nil)
    }

    @Test("events are summed if all are there")
    func interactions() throws {
        let most = #""mouse_num_events":84,"click_num_events":2.0,"keyboard_num_events":0,"clipboard_num_events":1"#
        let whole = try verisoul(#""bot":{\#(most),"touch_num_events":3}"#)
        #expect(whole[.behaviourInteractionCount] == .double(90))
        let partial = try verisoul(#""bot":{\#(most),"touch_num_events":null}"#)
        #expect(partial[.behaviourInteractionCount] == nil)
    }

    @Test("a list with an element that can't be read is unknown, not shorter")
    func lists() throws {
        #expect(try verisoul(#""account_ids":["a",2,"c"]"#)[.identityAccountCount] == nil)
        let weak = #"{"role":"risk","strength":"weak"}"#
        let unclear = #"{"role":"risk","strength":null}"#
        let definitive = #"{"role":"risk","strength":"definitive"}"#
        for (elements, expected) in [
            ("", Value.bool(false)), (weak, .bool(false)), ("\(weak),\(definitive)", .bool(true)),
            ("\(weak),\(unclear)", nil), ("\(unclear),\(definitive)", .bool(true)), ("\(weak),7", nil),
        ] as [(String, Value?)] {
            #expect(try tripwire(#""signals_fired":[\#(elements)]"#)[.automationDefinitive] == expected, "\(elements)")
        }
    }

    @Test("an app's session that tells one half of it is unknown, not clean")
    func apps() throws {
        func tampered(_ level: String, _ native: String) throws -> Value? {
            try tripwire(
                #""runtime_integrity":{"tampering":\#(level)},"native_runtime_integrity":\#(native)"#)[.deviceTampered]
        }
        #expect(try tampered(#""clean""#, "null") == .bool(false))
        #expect(try tampered(#""critical""#, #"{"code_signing":{"invalid":false}}"#) == nil)
        #expect(try tampered(#""clean""#, #"{"code_signing":{}}"#) == nil)
        #expect(try tampered(#""clean""#, #"{"code_signing":{"invalid":false}}"#) == .bool(false))
        #expect(try tampered(#""critical""#, #"{"code_signing":{"invalid":true}}"#) == .bool(true))
    }

    @Test("a text too long to be one is no signal")
    func longText() throws {
        let long = String(repeating: "x", count: 300)
        #expect(try verisoul(#""network":{"service_provider":"\#(long)"}"#)[.networkOrganization] == nil)
        #expect(try verisoul(#""network":{"service_provider":"Example"}"#)[.networkOrganization] == .string("Example"))
    }

    @Test("of two vendors, the one that says true counts; a country is Tripwire's")
    func merging() throws {
        let tripwireBody =
            #"{"data":{"id":"\#(Answers.tripwireSession)","decision":{},"network":{"status":"ready","location":{"country_code":"US"},"anonymity":{"vpn":false,"tor":false}}}}"#
        let verisoulBody =
            #"{"session_id":"\#(Answers.verisoulSession)","location":{"country_code":"DE"},"risk_signals":{"vpn":true}}"#
        let signals = Signals([
            try #require(try Answers.tripwire(Answers.response(200, tripwireBody)).answer),
            try #require(try Answers.verisoul(Answers.response(200, verisoulBody)).answer),
        ])
        guard case .record(let network)? = signals.record["network"] else {
            Issue.record("no network group")
            return
        }
        #expect(network["vpn"] == .bool(true))
        #expect(network["tor"] == .bool(false))
        #expect(network["country_code"] == .string("US"))
        #expect(network["datacenter"] == nil)
        let sources = Dictionary(uniqueKeysWithValues: signals.sources.map { ($0.path, $0.providers) })
        #expect(sources["network.vpn"] == [.tripwire, .verisoul])
        #expect(sources["network.tor"] == [.tripwire])
        #expect(sources["network.datacenter"] == nil)
    }
}
