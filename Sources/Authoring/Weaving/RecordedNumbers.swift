import Course
import Foundation

/// The numbers of a paragraph or a table that were measured and not worked out on the page. A
/// comment before it says where they stand:
///
///     <!-- numbers: Tests/CourseTests/Chapter03PageTests.swift#four-steps -->
///
/// Each number with decimals, commas for thousands or three digits must be one of those, rounded to
/// the digits that are shown. In place of a file, a command stands for what it prints. Several places
/// are separated by commas.
struct RecordedNumbers: Equatable, Sendable {
  /// Files, with a region or without, and commands.
  let sources: [String]
  /// The comment's line, counted from 1.
  let line: Int
  /// The lines of the paragraph or the table, as indices.
  let block: Range<Int>

  static func all(in lines: [String]) -> [RecordedNumbers] {
    zip(1..., lines).compactMap { number, line in
      guard let mark = trimmed(line).wholeMatch(of: /<!-- numbers: (.*)-->/) else { return nil }
      let block = lines[number...].drop { trimmed($0).isEmpty }.prefix { !trimmed($0).isEmpty }
      return RecordedNumbers(
        sources: mark.1.split(separator: ",").map(trimmed), line: number, block: block.indices)
    }
  }

  /// The numbers of the block that are none of those recorded, each with its line from 1.
  func strangers(in lines: [String], recorded: [String]) -> [(line: Int, number: String)] {
    let known = recorded.flatMap(Self.numbers).compactMap { OutputComparison.value(of: $0) }
    return block.flatMap { index in
      Self.shownNumbers(in: lines[index]).filter { number in
        guard let value = OutputComparison.value(of: number) else { return false }
        let half = 0.5 * Self.lastPlace(of: number) * (1 + 1e-9)
        // A sentence says "falls by 0.25" of what was recorded with a sign.
        return !known.contains { abs(abs($0) - abs(value)) <= half }
      }.map { (line: index + 1, number: $0) }
    }
  }

  /// The numbers of a page's line that have decimals, commas or three digits, outside code and marks,
  /// with LaTeX's powers of ten as code has them.
  private static func shownNumbers(in line: String) -> [String] {
    let plain = withoutMarks(line).replacing(/`[^`]*`/, with: " ").replacing("{,}", with: ",")
      .replacing(/([0-9.]+) \\cdot 10\^\{?(-?[0-9]+)\}?/) { "\($0.1)e\($0.2)" }
    return numbers(in: plain).filter {
      $0.contains(".") || $0.contains(",") || WrittenNumber.all(in: $0).contains(where: \.counts)
    }
  }

  private static func numbers(in line: String) -> [String] {
    line.matches(of: /[0-9]+(,[0-9]{3})*(_[0-9]{3})*(\.[0-9]+)?(e[-+]?[0-9]+)?/).map {
      String($0.0.filter { $0 != "_" })
    }
  }

  /// What one more in the last digit is worth: 0.01 for 2.48.
  private static func lastPlace(of number: String) -> Double {
    let digits = number.prefix { $0 != "e" }
    let decimals = digits.firstIndex(of: ".").map { digits[$0...].count - 1 } ?? 0
    let exponent = number.firstIndex(of: "e").flatMap { Int(number[$0...].dropFirst()) } ?? 0
    return pow(10, Double(exponent - decimals))
  }
}
