// swift-tools-version: 6.3
import PackageDescription

/// What Portcullis is measured against. A package of its own, so that the service's package builds nothing for it.
let package = Package(
    name: "portcullis-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1")
    ],
    targets: [
        .executableTarget(
            name: "EchoServer", dependencies: [.product(name: "Hummingbird", package: "hummingbird")])
    ]
)
