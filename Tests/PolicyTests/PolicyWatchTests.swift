import Foundation
import Testing

@testable import Policy

@Suite("Watching policies")
struct PolicyWatchTests {
    /// A directory with a policy and its list, loaded.
    private static func loaded() throws -> (TemporaryDirectory, PolicyFiles) {
        let directory = try TemporaryDirectory()
        try directory.write("lists/t.txt", "john\n")
        let parts = "lists: { t: { file: lists/t.txt } }\n"
        try directory.write("p.yaml", "version: \"1\"\nevent: test\ndefault: allow\n" + parts)
        let files = PolicyFiles()
        _ = try PolicyLoader(vocabulary: Sample.vocabulary, files: files).load(directory: directory.path)
        return (directory, files)
    }

    /// Whether a load is due as the files are now.
    private static func look(_ watch: inout PolicyWatch) -> Bool { watch.isDue(watch.files.now()) }

    @Test("nothing is due while nothing changes")
    func unchanged() throws {
        let (directory, files) = try Self.loaded()
        var watch = PolicyWatch(loaded: files.states)
        let looks = withExtendedLifetime(directory) { (0..<3).map { _ in Self.look(&watch) } }
        #expect(looks == [false, false, false])
    }

    @Test(
        "a change is due once it has stood still",
        arguments: ["lists/t.txt", "p.yaml", "new.yaml", "p.test.yaml"])
    func changed(file: String) throws {
        let (directory, files) = try Self.loaded()
        var watch = PolicyWatch(loaded: files.states)
        var looks: [Bool] = []
        try directory.write(file, "half")
        looks.append(Self.look(&watch))
        try directory.write(file, "half and more")
        for _ in 0..<2 { looks.append(Self.look(&watch)) }
        watch.tried(watch.files.now())
        withExtendedLifetime(directory) { looks.append(Self.look(&watch)) }
        #expect(looks == [false, false, true, false])
    }

    @Test("a change that is taken back is none")
    func takenBack() throws {
        let (directory, files) = try Self.loaded()
        var watch = PolicyWatch(loaded: files.states)
        try directory.write("new.yaml", "")
        _ = Self.look(&watch)
        try FileManager.default.removeItem(atPath: directory.path + "/new.yaml")
        let looks = (0..<3).map { _ in Self.look(&watch) }
        #expect(looks == [false, false, false])
    }

    @Test("a list that couldn't be read is looked for")
    func missingList() throws {
        let (directory, _) = try Self.loaded()
        try FileManager.default.removeItem(atPath: directory.path + "/lists/t.txt")
        let files = PolicyFiles()
        let loader = PolicyLoader(vocabulary: Sample.vocabulary, files: files)
        #expect(throws: PolicyLoadError.self) { try loader.load(directory: directory.path) }
        var watch = PolicyWatch(loaded: files.states)
        try directory.write("lists/t.txt", "john\n")
        let looks = (0..<2).map { _ in Self.look(&watch) }
        #expect(looks == [false, true])
    }

    @Test("a swapped link is a change of every file behind it")
    func swap() throws {
        let directory = try TemporaryDirectory()
        let manager = FileManager.default
        for name in ["one", "two"] {
            try directory.write("\(name)/p.yaml", "version: \"1\"\nevent: test\ndefault: allow\n")
        }
        try manager.createSymbolicLink(atPath: directory.path + "/..data", withDestinationPath: "one")
        try manager.createSymbolicLink(atPath: directory.path + "/p.yaml", withDestinationPath: "..data/p.yaml")
        let files = PolicyFiles()
        _ = try PolicyLoader(vocabulary: Sample.vocabulary, files: files).load(directory: directory.path)
        #expect(files.states.now() == files.states)
        try manager.removeItem(atPath: directory.path + "/..data")
        try manager.createSymbolicLink(atPath: directory.path + "/..data", withDestinationPath: "two")
        #expect(files.states.now() != files.states)
    }

    @Test("a policy is too old when its load is longer ago than allowed, and a load renews it")
    func age() {
        var health = PolicyHealth()
        let start = Date(timeIntervalSince1970: 1_000_000)
        health.loaded(at: start)
        #expect(!health.isTooOld(at: start + 60, maxAge: .seconds(60)))
        #expect(health.isTooOld(at: start + 61, maxAge: .seconds(60)))
        #expect(!health.isTooOld(at: start + 61, maxAge: nil))
        health.refused("no good", at: start + 61)
        #expect(health.isTooOld(at: start + 61, maxAge: .seconds(60)))
        health.loaded(at: start + 62)
        #expect(!health.isTooOld(at: start + 63, maxAge: .seconds(60)))
        #expect(health.refusal == nil)
        #expect((health.loads, health.refusedLoads) == (2, 1))
    }
}
