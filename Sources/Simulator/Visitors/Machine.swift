/// What a simulated visitor browses with.
struct Machine: Sendable {
    let category: String
    let type: String
    let system: (name: String, version: String)
    let architecture: String
    let browser: (name: String, version: String, engine: String)
    let userAgent: String
    let screen: (width: Int, height: Int)
    let pixelRatio: Double
    let cores: Int
    let memoryGB: Int
    let gpu: String
    let touchPoints: Int

    /// The first number of the browser's version.
    var majorVersion: String { String(browser.version.prefix { $0 != "." }) }

    static let mac = Machine(
        category: "desktop", type: "Mac", system: ("macOS", "15.1.0"), architecture: "arm",
        browser: ("Chrome", "142.0.0.0", "blink"),
        userAgent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) "
            + "Chrome/142.0.0.0 Safari/537.36",
        screen: (1728, 1117), pixelRatio: 2, cores: 10, memoryGB: 8, gpu: "ANGLE (Apple, Apple M3)", touchPoints: 0)
    static let windows = Machine(
        category: "desktop", type: "PC", system: ("Windows", "11"), architecture: "x86",
        browser: ("Edge", "142.0.0.0", "blink"),
        userAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            + "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
        screen: (1920, 1080), pixelRatio: 1.25, cores: 8, memoryGB: 8, gpu: "ANGLE (Intel, Iris Xe)", touchPoints: 0)
    static let linux = Machine(
        category: "desktop", type: "PC", system: ("Linux", "6.1"), architecture: "x86",
        browser: ("Firefox", "145.0", "gecko"),
        userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
        screen: (2560, 1440), pixelRatio: 1, cores: 16, memoryGB: 8, gpu: "llvmpipe", touchPoints: 0)
    static let iPhone = Machine(
        category: "mobile", type: "iPhone", system: ("iOS", "18.6"), architecture: "arm",
        browser: ("Safari", "18.6", "webkit"),
        userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            + "Version/18.6 Mobile/15E148 Safari/604.1",
        screen: (393, 852), pixelRatio: 3, cores: 6, memoryGB: 4, gpu: "Apple GPU", touchPoints: 5)
    static let android = Machine(
        category: "mobile", type: "Android Phone", system: ("Android", "15"), architecture: "arm",
        browser: ("Chrome", "142.0.0.0", "blink"),
        userAgent: "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 "
            + "Mobile Safari/537.36",
        screen: (412, 915), pixelRatio: 2.625, cores: 8, memoryGB: 8, gpu: "Adreno 740", touchPoints: 5)

    static let all = [mac, windows, linux, iPhone, android]
}
