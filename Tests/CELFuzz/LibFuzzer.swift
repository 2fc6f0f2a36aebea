import CEL

private let world = FuzzWorld()

/// What libFuzzer calls with each input. `make fuzz` builds it together with the module, outside of the package. To
/// libFuzzer a fault is what stops the program.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let source = FuzzInput.expression(unsafe UnsafeBufferPointer(start: start, count: count))
    if let fault = world.fault(in: source) { fatalError("\(source) \(fault)") }
    return 0
}
