import Foundation

/// The sentence that says how a reader's value differs from the expected one, or nil where it
/// does not.
///
///     row 1, column 0 is 0.7616, should be 0.0997 (largest of 4 differences)
///
/// Shapes are compared before numbers. A number passes when it lies within
/// `tolerance · max(1, |expected|)`; NaN never passes, and infinity only as itself.
public func difference<Value: Checkable>(
  _ yours: Value, from expected: Value, within tolerance: Double
) -> String? {
  if yours.checkedShape != expected.checkedShape {
    // A list has 2 entries; a matrix has shape 2×3.
    let noun = yours.checkedShape.contains(" ") ? "" : "shape "
    return "has \(noun)\(yours.checkedShape), should have \(expected.checkedShape)"
  }
  let pairs = zip(yours.checkedEntries, expected.checkedEntries)
  let wrong = pairs.filter { !isClose($0.value, $1.value, tolerance) }
  guard let worst = wrong.max(by: { error($0) < error($1) }) else { return nil }
  let (is_, should) = numbers(worst.0.value, worst.1.value)
  let place = worst.0.place.isEmpty ? "" : worst.0.place + " "
  let count = wrong.count > 1 ? " (largest of \(wrong.count) differences)" : ""
  return "\(place)is \(is_), should be \(should)\(count)"
}

/// Whether a value is what a mistake would have computed.
func resembles<Value: Checkable>(
  _ yours: Value, _ mistake: Value, within tolerance: Double
) -> Bool {
  yours.checkedShape == mistake.checkedShape
    && zip(yours.checkedEntries, mistake.checkedEntries).allSatisfy {
      isAlike($0.value, $1.value, tolerance)
    }
}

/// Whether a number is what a mistake would have computed. Here NaN equals NaN: a mistake may well
/// be one that overflows.
func isAlike(_ yours: Double, _ mistake: Double, _ tolerance: Double) -> Bool {
  isClose(yours, mistake, tolerance) || (yours.isNaN && mistake.isNaN)
}

func isClose(_ yours: Double, _ expected: Double, _ tolerance: Double) -> Bool {
  if yours == expected { return true }
  guard yours.isFinite, expected.isFinite else { return false }
  return abs(yours - expected) <= tolerance * max(1, abs(expected))
}

/// How far apart two values of the same shape are where they lie furthest apart: 0 where all
/// numbers are close, infinity where one is no number or the shapes differ.
public func largestError<Value: Checkable>(
  _ yours: Value, _ expected: Value, within tolerance: Double
) -> Double {
  if yours.checkedShape != expected.checkedShape { return .infinity }
  return largestError(zip(yours.checkedEntries, expected.checkedEntries), tolerance)
}

func largestError(
  _ pairs: some Sequence<(CheckedEntry, CheckedEntry)>, _ tolerance: Double
) -> Double {
  pairs.filter { !isClose($0.value, $1.value, tolerance) }.map(error).max() ?? 0
}

/// How far apart a pair is; NaN counts as furthest.
private func error(_ pair: (CheckedEntry, CheckedEntry)) -> Double {
  let distance = abs(pair.0.value - pair.1.value)
  return distance.isNaN ? .infinity : distance
}

/// Two different numbers, with as many digits as it takes to tell them apart; at first with four
/// decimals where that shows enough of both, as the chapters print theirs.
private func numbers(_ yours: Double, _ expected: Double) -> (String, String) {
  if [yours, expected].allSatisfy(isOfPageSize) {
    let pair = (withFourDecimals(yours), withFourDecimals(expected))
    if pair.0 != pair.1 { return pair }
  }
  for digits in [4, 6, 9, 12, 17] {
    let pair = (text(yours, digits), text(expected, digits))
    if pair.0 != pair.1 { return pair }
  }
  return ("\(yours)", "\(expected)")
}

/// Whether four decimals show enough of a number.
func isOfPageSize(_ number: Double) -> Bool {
  number == 0 || (0.01..<10_000).contains(abs(number))
}

/// `0.7616`, `18.36`, `2`.
func withFourDecimals(_ number: Double) -> String {
  var text = String(format: "%.4f", number)
  while text.hasSuffix("0") { text.removeLast() }
  return text.hasSuffix(".") ? String(text.dropLast()) : text
}

func text(_ number: Double, _ digits: Int) -> String {
  if number.isNaN { return "not a number (NaN)" }
  if number.isInfinite { return number > 0 ? "infinity" : "-infinity" }
  if number == number.rounded() && abs(number) < 1e6 { return String(Int(number)) }
  return String(format: "%.\(digits)g", number)
}
