/// What an evaluation carries with it.
struct Frame {
    /// The variables' values, by slot.
    let roots: [Value?]
    /// The values of the macros' variables, the innermost last.
    var locals: [Value] = []
    /// Steps that are left.
    private var steps: Int

    init(roots: [Value?], maxSteps: Int) {
        self.roots = roots
        self.steps = maxSteps
    }

    /// Counts steps of a loop. False when there have been too many.
    mutating func spend(_ count: Int = 1) -> Bool {
        steps -= min(count, steps + 1)
        return steps >= 0
    }
}
