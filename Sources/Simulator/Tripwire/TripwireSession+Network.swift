extension TripwireSession {
    /// `network`. Until it is `ready` the vendor knows the address and no more; the anonymity flags are then false,
    /// which says nothing.
    var network: JSON {
        let ready = profile.network.status == "ready"
        return [
            "ip_address": .string(visit.address(ipv6: profile.ipv6)),
            "ip_version": profile.ipv6 ? "ipv6" : "ipv4",
            "status": .string(profile.network.status),
            "summary": ready ? .string(profile.network.summary) : nil,
            "location": ready ? location : nil,
            "routing": [
                "asn": ready ? "64500" : nil,
                "organization": ready ? .string(profile.network.organization) : nil,
            ],
            "anonymity": anonymity,
            "reputation": [
                "listed": .bool(!profile.network.categories.isEmpty),
                "categories": .strings(profile.network.categories),
                "suspicious_network": .bool(!profile.network.categories.isEmpty),
            ],
            "evidence": [
                "risk_signals": .strings(profile.network.anonymity.sorted()),
                "operator_tags": .strings(profile.network.categories),
                "client_types": ready ? ["residential"] : [],
                "client_count": ready ? 2 : nil,
            ],
            "evaluated_at": ready ? .string(visit.times.after(2)) : nil,
        ]
    }

    private var location: JSON {
        [
            "city": .string(profile.place.city), "region": .string(profile.place.region),
            "country": .string(profile.place.country), "country_code": .string(profile.place.countryCode),
            "latitude": .number(profile.place.latitude), "longitude": .number(profile.place.longitude),
            "timezone": .string(profile.place.timezone), "postal_code": .string(profile.place.postalCode),
            "accuracy_radius_km": 20,
        ]
    }

    private var anonymity: JSON {
        let keys = ["vpn", "proxy", "tor", "relay", "hosting", "residential_proxy", "callback_proxy"]
        var flags = JSON.object(
            keys.map { JSON.Member(key: $0, value: .bool(profile.network.anonymity.contains($0))) })
        flags["provider"] = .optional(profile.network.provider)
        return flags
    }

    /// `connection_fingerprint`: how the client opened its TLS and HTTP/2 connection.
    mutating func connectionFingerprint() -> JSON {
        let family = profile.machine.browser.engine == "gecko" ? "firefox" : "chromium"
        return [
            "ja4": [
                "hash": .string("t13d1516h2_\(visit.seed.hexadecimal(12))_\(visit.seed.hexadecimal(12))"),
                "profile": .string(profile.machine.browser.name.lowercased()), "family": .string(family),
                "product": .string(profile.machine.browser.name.lowercased()), "confidence": "exact",
                "match_source": "full_ja4", "deterministic": true,
                "reference": [
                    "label": .string(profile.machine.browser.name), "source": "example_db", "protocol": "t",
                    "tls_version": "13", "sni": "d", "alpn": "h2", "cipher_count": ["min": 15, "max": 15],
                    "ext_count": ["min": 16, "max": 17], "sample_size": 240, "verified": true,
                ],
            ],
            "http2": [
                "akamai_fingerprint": "1:65536;2:0;4:6291456;6:262144|15663105|0|m,a,s,p",
                "profile": .string(profile.machine.browser.name.lowercased()),
            ],
            "user_agent_alignment": profile.integrity["identity_spoofing"] == nil ? "match" : "mismatch",
        ]
    }
}
