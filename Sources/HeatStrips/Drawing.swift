extension HeatStrip {
  /// A character for each level: a dot where all is right, a bar as high as the error, and a cross
  /// for what is no number.
  static let marks: [Character] = ["·", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█", "✗"]

  /// The strip as lines of text, what its marks mean and its pattern last; empty where nothing is
  /// wrong.
  ///
  /// - Parameters:
  ///   - width: columns of the terminal; of a longer sequence several steps share a column.
  ///   - saysWhere: whether the pattern is told. Where the cause is named already it is not: the
  ///     pattern is what the marks show, and a cause can show far from where it lies.
  ///   - style: colours a mark by its level: 0 is right, 8 the largest error, 9 no number. The
  ///     marks differ without it, too.
  public func drawn(
    width: Int, saysWhere: Bool = true,
    style: (_ mark: String, _ level: Int) -> String = { mark, _ in mark }
  ) -> [String] {
    guard let pattern else { return [] }
    let largest = largest
    let mark = { (error: Double) in
      let level = Self.level(error, largest: largest)
      return style(String(Self.marks[level]), level)
    }
    let merged = steps > 0 ? withRightPartsMerged : rows
    let shown = merged.count <= 16 ? merged : merged.filter(\.isWrong)
    let lines = steps > 0 ? timeLines(shown, width, mark) : blockLines(shown, mark)
    return lines.map(withoutTrailingSpaces) + [legend(style)] + (note.map { [$0] } ?? [])
      + (saysWhere ? [pattern + "."] : [])
  }

  // MARK: Steps across

  /// The rows, with one for the blocks of a part that are all right.
  private var withRightPartsMerged: [Row] {
    var merged: [Row] = []
    for row in rows {
      if rows.contains(where: { $0.part == row.part && $0.isWrong }) {
        merged.append(row)
      } else if merged.last?.part != row.part {
        merged.append(Row(part: row.part, errors: row.errors))
      }
    }
    return merged
  }

  private func timeLines(
    _ rows: [Row], _ width: Int, _ mark: (Double) -> String
  ) -> [String] {
    let labels = max(4, rows.map(\.label.count).max() ?? 0) + 2
    let room = max(8, width - labels)
    let together = (steps + room - 1) / room
    let columns = (steps + together - 1) / together
    let gap = min(3, max(1, room / columns))
    let body = rows.map { row in
      guard hasTime(row) else {
        return padded(row.label, labels) + mark(row.errors[0]) + "  (whole)"
      }
      let cells = (0..<columns).map { column in
        let some = row.errors[column * together..<min(steps, (column + 1) * together)]
        let error = some.contains(Self.notANumber) ? Self.notANumber : some.max() ?? 0
        return mark(error) + padded("", gap - 1)
      }
      return padded(row.label, labels) + cells.joined()
    }
    let numbers = stepNumbers(columns, gap, together)
    let note = together > 1 ? ["Each column stands for \(together) steps."] : []
    return [padded("step", labels) + numbers] + body + note
  }

  /// The steps' numbers, each over its column where there is room.
  private func stepNumbers(_ columns: Int, _ gap: Int, _ together: Int) -> String {
    var line = ""
    for column in 0..<columns {
      let number = "\(column * together + firstStep)"
      let place = column * gap
      if place == 0 || place > line.count {
        line = padded(line, place) + number
      }
    }
    return line
  }

  // MARK: Blocks across

  /// A row for each part, a column for each gate, and one for what belongs to no gate.
  private func blockLines(_ rows: [Row], _ mark: (Double) -> String) -> [String] {
    var blocks: [String?] = []
    var parts: [String] = []
    for row in rows {
      if !blocks.contains(row.block) { blocks.append(row.block) }
      if !parts.contains(row.part) { parts.append(row.part) }
    }
    blocks = blocks.filter { $0 != nil } + (blocks.contains(nil) ? [nil] : [])
    let labels = (parts.map(\.count).max() ?? 0) + 2
    let titles = blocks.map { $0 ?? (blocks.count > 1 ? "whole" : "") }
    let header = titles.map { padded($0, $0.count + 2) }.joined()
    let body = parts.map { part in
      let cells = zip(blocks, titles).map { block, title in
        let row = rows.first { $0.part == part && $0.block == block }
        guard let row else { return padded("", title.count + 2) }
        return mark(row.errors.max() ?? 0) + padded("", title.count + 1)
      }
      return padded(part, labels) + cells.joined()
    }
    return (blocks.count > 1 ? [padded("", labels) + header] : []) + body
  }

  // MARK: Marks

  private func legend(_ style: (String, Int) -> String) -> String {
    let largest = largest
    let levels = rows.flatMap(\.errors).map { Self.level($0, largest: largest) }
    let least = levels.filter { (1...8).contains($0) }.min()
    var parts: [String] = []
    if levels.contains(0) { parts.append(style("·", 0) + " right") }
    if let least {
      let scale = (least...8).map { style(String(Self.marks[$0]), $0) }.joined()
      parts.append(
        scale + (least < 8 ? " wrong: █ the largest, each lower mark half as much" : " wrong"))
    }
    if levels.contains(9) { parts.append(style("✗", 9) + " no number") }
    return parts.joined(separator: "   ")
  }

  private func withoutTrailingSpaces(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
