import Foundation
import Testing

@testable import Providers

@Suite("zlib data")
struct InflateTests {
    private static let dynamic =
        "eNrtzzlyBTEIQMGzgtgksd4/8UzZgX0DBz+lqAcNyGf26sxeew4Ly06Kq8xa5EwwYLH6iNkBLVdSq5UyU0gOIYwswW6IRCcV/fptuQzuCetSh20fdcEZFOv9Jmm3YUUU/hp8b7iOb4umuyDdga/0k3TUPESI5vxzFJywZiRX2fOWl8Ixk9Mr7E2yU72OG5T7gf2VInzoH/p/oH8BPYRvzg=="
    private static let fixed = "eAGrVipLLUrJTC5RslLKKM1NzFPSUUpUsoo21DHSMdYxidVRSgLKJCYljyI6IKVaABCllPY="

    private func bytes(_ base64: String) throws -> [UInt8] {
        Array(try #require(Data(base64Encoded: base64)))
    }

    @Test("of each kind of block is read, as another implementation has written it")
    func kinds() throws {
        #expect(try Inflate.zlib(bytes("eAEBCwD0/3N0b3JlZCB0ZXh0GxkEdw=="), maxBytes: 11) == Array("stored text".utf8))
        #expect(try Inflate.zlib(bytes("eNoDAAAAAAE="), maxBytes: 0).isEmpty)
        let repeated = String(repeating: "abcabcabc", count: 40)
        let fixed = #"{"verdict":"human","a":[1,2,3,4],"b":"\#(repeated)"}"#
        #expect(try Inflate.zlib(bytes(Self.fixed), maxBytes: 1000) == Array(fixed.utf8))
        let dynamic = (0..<900).map { UInt8(($0 * $0) % 251 % 17 + 97) }
        #expect(try Inflate.zlib(bytes(Self.dynamic), maxBytes: 1000) == dynamic)
    }

    @Test("that comes to more than allowed is refused")
    func tooLarge() throws {
        for text in ["eAEBCwD0/3N0b3JlZCB0ZXh0GxkEdw==", Self.fixed, Self.dynamic] {
            #expect(throws: InflateError.tooLarge) { try Inflate.zlib(try bytes(text), maxBytes: 10) }
        }
    }

    @Test("that ends early, goes on, or is changed in any byte, is refused or read, and never more")
    func broken() throws {
        for text in [Self.fixed, Self.dynamic] {
            let good = try bytes(text)
            let plain = try Inflate.zlib(good, maxBytes: 1000)
            for count in good.indices {
                #expect(throws: InflateError.self) { try Inflate.zlib(Array(good[..<count]), maxBytes: 1000) }
            }
            #expect(throws: InflateError.malformed) { try Inflate.zlib(good + [0], maxBytes: 1000) }
            for index in good.indices {
                for bit in 0..<8 {
                    var changed = good
                    changed[index] ^= 1 << bit
                    // The window's size and the level are no matter; any other change the checksum would show.
                    if let output = try? Inflate.zlib(changed, maxBytes: 1000) { #expect(output == plain) }
                }
            }
        }
    }

    @Test("made of nothing but chance is refused")
    func chance() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<5000 {
            let bytes =
                [0x78, 0x9C] + (0..<Int.random(in: 0..<80)).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(throws: InflateError.self) { try Inflate.zlib(bytes, maxBytes: 1 << 16) }
        }
    }
}
