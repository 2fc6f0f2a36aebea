/// A type that holds a secret or a person's data, and never shows it: not in texts, not to `dump`, not by reflection,
/// which is how a value that holds one would be logged by accident. Whoever needs the content asks for it by name.
package protocol Discreet: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Discreet {
    package var description: String { "\(Self.self)(hidden)" }

    package var debugDescription: String { description }

    package var customMirror: Mirror { Mirror(self, children: []) }
}
