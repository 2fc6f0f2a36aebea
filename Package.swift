// swift-tools-version: 6.3
import PackageDescription

/// Every Swift target: warnings are errors, so that what the compiler doubts never lands.
let common: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// All but `Curl`, which talks to C: each unsafe construct has to be marked where it stands.
let safe: [SwiftSetting] = common + [.strictMemorySafety()]

/// What a request passes through: an async call goes on where its caller runs, instead of changing the executor twice.
let direct: [SwiftSetting] = safe + [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]

private let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
private let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
private let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
private let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
private let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
private let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
private let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
private let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
private let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
private let nioHTTP2 = Target.Dependency.product(name: "NIOHTTP2", package: "swift-nio-http2")
private let nioHTTPTypesHTTP1 = Target.Dependency.product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
private let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
private let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
private let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
private let swiftASN1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
private let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
private let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
private let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
private let yams = Target.Dependency.product(name: "Yams", package: "Yams")

/// By its file's name, for the linker's own name of it comes with zlib1g-dev.
private let zlib: [LinkerSetting] = [
    .linkedLibrary(":libz.so.1", .when(platforms: [.linux])), .linkedLibrary("z", .when(platforms: [.macOS])),
]

let package = Package(
    name: "portcullis",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "portcullis", targets: ["portcullis"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
        // Its header is its own, so that no further package has to be installed: `shim.h` says why.
        .systemLibrary(name: "CZlib"),
        .target(name: "Curl", dependencies: ["CCurl", httpTypes, lifecycle], swiftSettings: common),
        .target(name: "CEL", swiftSettings: safe),
        .target(name: "Upstream", dependencies: ["Curl", httpTypes], swiftSettings: direct),
        .target(
            name: "Providers", dependencies: ["CEL", "CZlib", "Curl", "Upstream", crypto, httpTypes],
            swiftSettings: direct, linkerSettings: zlib),
        .target(name: "Policy", dependencies: ["CEL", crypto, yams], swiftSettings: safe),
        .target(
            name: "DecisionLog", dependencies: ["CZlib", crypto, system], swiftSettings: direct, linkerSettings: zlib),
        .target(
            name: "Decisions", dependencies: ["CEL", "Curl", "DecisionLog", "Policy", "Providers", "Upstream", crypto],
            swiftSettings: direct),
        .target(
            name: "Server",
            dependencies: [
                "CEL", "Curl", "DecisionLog", "Decisions", "Upstream", coreMetrics, crypto, hummingbird,
                hummingbirdCore, httpTypes, logging, nioCore, nioHTTP1, nioHTTP2, nioPosix, nioHTTPTypesHTTP1, nioSSL,
                nioTLS, swiftASN1, x509, lifecycle,
            ],
            // In the program itself, which is one file.
            resources: [.embedInCode("OpenAPI/openapi.json")], swiftSettings: direct),
        .target(
            name: "Simulator",
            dependencies: [hummingbird, hummingbirdCore, httpTypes, lifecycle, logging, nioCore], swiftSettings: safe),
        .executableTarget(
            name: "portcullis",
            dependencies: [
                "CEL", "Curl", "DecisionLog", "Decisions", "Policy", "Providers", "Server", "Simulator", "Upstream",
                coreMetrics, .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                httpTypes, hummingbird, lifecycle, logging, nioCore, system, unixSignals, yams,
            ],
            swiftSettings: safe),

        .testTarget(
            name: "CurlTests", dependencies: ["Curl", "TestSupport", httpTypes, lifecycle, logging, nioCore, nioPosix],
            swiftSettings: common,
            // The tests bring a `getaddrinfo` of their own, so that names can hang: libcurl has to find it.
            linkerSettings: [.unsafeFlags(["-Xlinker", "--export-dynamic-symbol=getaddrinfo"])]),
        .testTarget(name: "CELTests", dependencies: ["CEL"], swiftSettings: safe),
        .testTarget(
            name: "UpstreamTests", dependencies: ["Curl", "Simulator", "TestSupport", "Upstream", httpTypes, logging],
            swiftSettings: safe),
        .testTarget(
            name: "ProvidersTests",
            dependencies: [
                "CEL", "Curl", "Providers", "Simulator", "TestSupport", "Upstream", crypto, httpTypes, logging, yams,
            ],
            swiftSettings: safe),
        .testTarget(name: "PolicyTests", dependencies: ["CEL", "Policy"], swiftSettings: safe),
        .testTarget(
            name: "DecisionLogTests", dependencies: ["DecisionLog", crypto, system], exclude: ["cloud_events.py"],
            swiftSettings: safe),
        .testTarget(
            name: "DecisionsTests",
            dependencies: [
                "CEL", "Curl", "DecisionLog", "Decisions", "Policy", "Providers", "Simulator", "TestSupport",
                "Upstream",
            ],
            exclude: ["Golden"], swiftSettings: safe),
        .testTarget(
            name: "ServerTests",
            dependencies: [
                "Curl", "Decisions", "Server", "TestSupport", coreMetrics, httpTypes, hummingbird, lifecycle, logging,
                nioCore, nioHTTP1, nioHTTP2, nioPosix, nioSSL,
            ],
            swiftSettings: safe),
        .testTarget(
            name: "SimulatorTests", dependencies: ["Simulator", "TestSupport", lifecycle, logging, nioCore, nioPosix],
            swiftSettings: safe),
        .testTarget(
            name: "portcullisTests",
            dependencies: [
                "portcullis", "CEL", "Curl", "Decisions", "Providers", "Server", "Simulator", "TestSupport", "Upstream",
                crypto, logging,
            ],
            swiftSettings: safe),
        .target(
            name: "TestSupport",
            dependencies: [
                crypto, nioCore, nioPosix, nioSSL, swiftASN1, x509,
            ], path: "Tests/TestSupport", swiftSettings: common),
    ]
)
