// swift-tools-version: 6.3
import PackageDescription

private let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
]

private let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")

/// What Portcullis is measured against, and what measures parts of it. A package of its own, so that the service's
/// package builds nothing for it.
let package = Package(
    name: "portcullis-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .executableTarget(
            name: "EchoServer", dependencies: [.product(name: "Hummingbird", package: "hummingbird")]),
        // Links to the service's own sources: what is measured is `package`, and so has to be of this package.
        .target(name: "CEL", swiftSettings: settings),
        .systemLibrary(name: "CZlib"),
        .target(
            name: "DecisionLog",
            dependencies: [
                "CZlib", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "SystemPackage", package: "swift-system"),
            ], swiftSettings: settings + [.enableUpcomingFeature("NonisolatedNonsendingByDefault")],
            linkerSettings: [.linkedLibrary(":libz.so.1", .when(platforms: [.linux]))]),
        .executableTarget(name: "CELBenchmark", dependencies: ["CEL"], swiftSettings: settings),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(
            name: "Curl",
            dependencies: [
                "CCurl", httpTypes, .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ], swiftSettings: settings),
        .executableTarget(name: "CurlBenchmark", dependencies: ["Curl", httpTypes], swiftSettings: settings),
        .executableTarget(name: "CurlLoop", linkerSettings: [.linkedLibrary("curl")]),
        .executableTarget(name: "LateServer"),
        .executableTarget(name: "LogBenchmark", dependencies: ["DecisionLog"], swiftSettings: settings),
        .target(
            name: "Policy",
            dependencies: [
                "CEL", .product(name: "Crypto", package: "swift-crypto"), .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: settings),
        .executableTarget(name: "PolicyBenchmark", dependencies: ["CEL", "Policy"], swiftSettings: settings),
    ]
)
