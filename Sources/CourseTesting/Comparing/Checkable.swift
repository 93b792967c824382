import HeatStrips
import LinearAlgebra

/// A value that a suite can compare number by number, and whose numbers have places to name.
public protocol Checkable {
  /// What the value looks like from outside, compared before any number: `2×3`, `5 entries`.
  var checkedShape: String { get }
  /// Every number, with its place in words (`row 1, column 0`); empty for a lone number. Rows,
  /// columns and entries are counted from 0, as in Swift.
  var checkedEntries: [CheckedEntry] { get }
  /// What a list of such values counts: `step` for matrices, `entry` for numbers.
  static var placeName: String { get }
  /// The number of a list's first place: 1 for steps, since a list of matrices is a sequence in
  /// time and the page writes x(1) to x(T); 0 for entries, as in Swift.
  static var firstPlace: Int { get }
  /// Where this differs from the expected value, which has the same shape: time steps across,
  /// parts down. Nil for what has neither.
  func strip(against expected: Self, within tolerance: Double) -> HeatStrip?
}

/// One number of a checked value.
public struct CheckedEntry: Equatable, Sendable {
  /// Where the number stands, in words; empty for a lone number.
  public var place: String
  public let value: Double

  /// An entry of this place and number.
  public init(place: String, value: Double) {
    self.place = place
    self.value = value
  }
}

extension Checkable {
  public static var placeName: String { "entry" }
  public static var firstPlace: Int { 0 }
  public func strip(against expected: Self, within tolerance: Double) -> HeatStrip? { nil }
}

extension Double: Checkable {
  public var checkedShape: String { "one number" }
  public var checkedEntries: [CheckedEntry] { [CheckedEntry(place: "", value: self)] }
}

extension Int: Checkable {
  public var checkedShape: String { "one number" }
  public var checkedEntries: [CheckedEntry] { [CheckedEntry(place: "", value: Double(self))] }
}

extension Matrix: Checkable {
  public var checkedShape: String { shape }
  public static var placeName: String { "step" }
  public static var firstPlace: Int { 1 }
  public var checkedEntries: [CheckedEntry] {
    (0..<rows).flatMap { row in
      (0..<columns).map { column in
        CheckedEntry(place: "row \(row), column \(column)", value: self[row, column])
      }
    }
  }
}

extension Array: Checkable where Element: Checkable {
  public var checkedShape: String {
    let shapes = map(\.checkedShape)
    let noun = Element.placeName == "entry" ? "entries" : "steps"
    let count = self.count == 1 ? "1 \(Element.placeName)" : "\(self.count) \(noun)"
    guard let first = shapes.first, first != "one number" else { return count }
    if shapes.allSatisfy({ $0 == first }) { return "\(count) of \(first)" }
    return "\(count) of " + shapes.joined(separator: ", ")
  }

  public var checkedEntries: [CheckedEntry] {
    enumerated().flatMap { index, element in
      element.checkedEntries.map { entry in
        let place = "\(Element.placeName) \(Element.firstPlace + index)"
        return CheckedEntry(
          place: entry.place.isEmpty ? place : "\(place), \(entry.place)", value: entry.value)
      }
    }
  }
}
