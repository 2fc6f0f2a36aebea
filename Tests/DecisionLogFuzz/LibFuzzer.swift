import Foundation

private let log = try? FuzzLog(isCompressed: false)
private let compressedLog = try? FuzzLog(isCompressed: true)
private let folder = FileManager.default.temporaryDirectory.appending(path: "decision-log-fuzz-\(UUID().uuidString)")

/// What libFuzzer calls with each input. `make fuzz` builds it together with the module, outside of the package. To
/// libFuzzer a fault is what stops the program.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    do {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // The last byte says which of the two is changed.
        let log = bytes.last?.isMultiple(of: 2) == false ? compressedLog : log
        if let fault = try log?.fault(in: bytes, directory: folder.path) { fatalError("the changed log \(fault)") }
    } catch {
        fatalError("the test itself failed: \(error)")
    }
    return 0
}
