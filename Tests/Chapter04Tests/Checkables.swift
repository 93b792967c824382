import CourseTesting
import LSTMGates
import LinearAlgebra

// A difference in a gate, the candidate or a state is named by what it is in: `candidate, row 0,
// column 1`.

extension GateValues: Checkable {
  private var parts: KeyValuePairs<String, Matrix> {
    [
      "input gate": inputGate, "forget gate": forgetGate, "candidate": candidate,
      "output gate": outputGate,
    ]
  }

  public var checkedShape: String {
    named(shapesOf: parts, together: "three gates and a candidate of")
  }
  public var checkedEntries: [CheckedEntry] { named(entriesOf: parts) }
}

extension LSTMState: Checkable {
  private var parts: KeyValuePairs<String, Matrix> {
    ["hidden state": hidden, "cell state": cell]
  }

  public static var placeName: String { "step" }
  public static var firstPlace: Int { 1 }
  public var checkedShape: String { named(shapesOf: parts, together: "states of") }
  public var checkedEntries: [CheckedEntry] { named(entriesOf: parts) }
}

private func named(
  shapesOf parts: KeyValuePairs<String, Matrix>, together: String
) -> String {
  let shapes = parts.map(\.value.shape)
  if let first = shapes.first, shapes.allSatisfy({ $0 == first }) { return "\(together) \(first)" }
  return parts.map { "\($0.key) of \($0.value.shape)" }.joined(separator: ", ")
}

private func named(entriesOf parts: KeyValuePairs<String, Matrix>) -> [CheckedEntry] {
  parts.flatMap { part in
    part.value.checkedEntries.map { entry in
      CheckedEntry(place: "\(part.key), \(entry.place)", value: entry.value)
    }
  }
}

/// What `directGradients` gives: an entry's place says how many steps back it leads, where that of a
/// list of matrices would say when it was.
struct StepsBack: Checkable {
  let gradients: [Matrix]

  init(_ gradients: [Matrix]) { self.gradients = gradients }

  var checkedShape: String {
    let shapes = gradients.map(\.shape)
    let count = gradients.count == 1 ? "1 entry" : "\(gradients.count) entries"
    guard let first = shapes.first else { return count }
    let isEven = shapes.allSatisfy { $0 == first }
    return "\(count) of \(isEven ? first : shapes.joined(separator: ", "))"
  }

  var checkedEntries: [CheckedEntry] {
    zip(1..., gradients).flatMap { steps, gradient in
      gradient.checkedEntries.map { entry in
        CheckedEntry(
          place: "\(steps) \(steps == 1 ? "step" : "steps") back, \(entry.place)",
          value: entry.value)
      }
    }
  }
}
