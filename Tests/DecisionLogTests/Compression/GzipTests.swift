import Foundation
import SystemPackage
import Testing

@testable import DecisionLog

@Suite("Gzip files", .timeLimit(.minutes(1))) struct GzipTests {
    /// Three parts of different lengths, the second empty.
    private static let parts: [[UInt8]] = [
        Array((0..<5000).map { "\($0 * $0)\n" }.joined().utf8), [], Array("the end\n".utf8),
    ]

    private func withFile(_ bytes: [UInt8], _ body: (GzipReader) throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/x.gz"
            try Data(bytes).write(to: URL(filePath: path))
            let file = try FilePath(path).openForReading()
            try file.closeAfter { try body(try GzipReader(file)) }
        }
    }

    private func encoded() throws -> [UInt8] {
        let deflater = try Deflater()
        return try Self.parts.flatMap { try GzipMember.encoded($0[...], deflater) }
    }

    @Test("are read from any place on, in blocks of any size, and tell how long they are")
    func places() async throws {
        let content = Array(Self.parts.joined())
        try await withFile(try encoded()) { reader in
            #expect(try reader.saidBytes() == Int64(content.count))
            for offset in [0, 1, 4999, content.count - 9, content.count - 8, content.count - 1, 77, content.count, 0] {
                var buffer = [UInt8](repeating: 0, count: 10)
                let count = try reader.read(into: &buffer, at: 2..<9, fromOffset: Int64(offset))
                let expected = content.dropFirst(offset).prefix(7)
                #expect(count == expected.count && buffer[2..<2 + count] == expected)
            }
            var none = [UInt8](repeating: 0, count: 5)
            #expect(try reader.read(into: &none, at: 0..<5, fromOffset: 1 << 40) == 0)
        }
    }

    @Test("that end anywhere within a part are cut off, and at its end are shorter")
    func cutOff() async throws {
        let bytes = try encoded()
        let ends = try Self.parts.reduce(into: [0]) {
            $0.append($0[$0.count - 1] + (try GzipMember.encoded($1[...], Deflater()).count))
        }
        for count in Array(stride(from: 0, to: bytes.count, by: 97)) + Array(bytes.count - 60..<bytes.count) + ends {
            try await withFile(Array(bytes[..<count])) { reader in
                if ends.dropFirst().contains(count) {
                    let length = try reader.readToEnd()
                    #expect(length <= Self.parts.joined().count)
                } else {
                    #expect(throws: count == 0 ? GzipDefect.empty : .cutOff) { _ = try reader.readToEnd() }
                }
            }
        }
    }

    @Test("with any bit changed are refused, or have the same content")
    func changed() async throws {
        let content = Array(Self.parts.joined())
        let bytes = try encoded()
        for index in Array(0..<40) + Array(stride(from: 40, to: bytes.count, by: 211))
            + Array(bytes.count - 70..<bytes.count)
        {
            var changed = bytes
            changed[index] ^= 1 << (index % 8)
            try await withFile(changed) { reader in
                var buffer = [UInt8](repeating: 0, count: content.count + 1)
                do {
                    let count = try reader.read(into: &buffer, at: buffer.indices, fromOffset: 0)
                    let length = try reader.readToEnd()
                    #expect(length == count && buffer[..<count] == content[...])
                } catch is GzipDefect {}
            }
        }
    }

    @Test("give what is before a damage first, and the damage then, as often as they are asked")
    func beforeDamage() async throws {
        let content = Self.parts[0]
        let good = try GzipMember.encoded(content[...], Deflater())
        // In the data, in the checksum, in the content's length, and cut off.
        var damaged = [good.count * 4 / 5, good.count - 8, GzipMember.headerBytes - 4].map { place in
            var bytes = good
            bytes[place] ^= 1
            return bytes
        }
        damaged.append(Array(good.prefix(good.count * 4 / 5)))
        for bytes in damaged {
            try await withFile(bytes) { reader in
                var buffer = [UInt8](repeating: 0, count: content.count + 1)
                for _ in 0..<2 {
                    let count = try reader.read(into: &buffer, at: buffer.indices, fromOffset: 0)
                    let common = zip(buffer[..<count], content).prefix { $0 == $1 }.count
                    #expect(common > content.count * 7 / 10)
                    for _ in 0..<2 {
                        #expect(throws: GzipDefect.self) {
                            _ = try reader.read(into: &buffer, at: 0..<10, fromOffset: Int64(count))
                        }
                    }
                }
                #expect(throws: GzipDefect.self) { _ = try reader.readToEnd() }
            }
        }
    }

    @Test("that something follows which isn't gzip are told from those that end too early")
    func followed() async throws {
        for rest in [[0], [0, 0], Array("{}\n".utf8), [UInt8](repeating: 0, count: 100), [0x1F, 0x8C]] as [[UInt8]] {
            try await withFile(try encoded() + rest) { reader in
                #expect(throws: GzipDefect.followed) { _ = try reader.readToEnd() }
            }
        }
        try await withFile(try encoded() + [0x1F]) { reader in
            #expect(throws: GzipDefect.cutOff) { _ = try reader.readToEnd() }
        }
    }

    @Test("whose part isn't as long as it says are refused")
    func lying() async throws {
        for place in [GzipMember.headerBytes - 8, GzipMember.headerBytes - 4] {
            for change in [1, 255] as [UInt8] {
                var bytes = try encoded()
                bytes[place] &+= change
                try await withFile(bytes) { reader in
                    #expect(throws: GzipDefect.length) { _ = try reader.readToEnd() }
                }
            }
        }
    }
}
