extension LineChart {
  /// The chart in characters: at most `width` columns and exactly `height` lines.
  ///
  /// - Parameters:
  ///   - glyphs: `.ascii` for terminals and logs that show nothing else.
  ///   - colour: adds ANSI colour codes; they do not count as columns.
  public func sketch(
    width: Int = 80, height: Int = 20, glyphs: Glyphs = .unicode, colour: Bool = false
  ) -> String {
    sketched(width: width, height: height, glyphs: glyphs).rendered(colour: colour)
  }

  func sketched(width: Int, height: Int, glyphs: Glyphs) -> TextGrid {
    var grid = TextGrid(width: width, height: height, glyphs: glyphs)
    grid.write(TextGrid.truncated(title, glyphs, limit: width), x: 0, y: 0)
    return grid
  }
}

extension HeatMap {
  /// The figure in characters: at most `width` columns and exactly `height` lines.
  ///
  /// - Parameters:
  ///   - glyphs: `.ascii` for terminals and logs that show nothing else.
  ///   - colour: adds ANSI colour codes; they do not count as columns.
  public func sketch(
    width: Int = 80, height: Int = 20, glyphs: Glyphs = .unicode, colour: Bool = false
  ) -> String {
    sketched(width: width, height: height, glyphs: glyphs).rendered(colour: colour)
  }

  func sketched(width: Int, height: Int, glyphs: Glyphs) -> TextGrid {
    var grid = TextGrid(width: width, height: height, glyphs: glyphs)
    grid.write(TextGrid.truncated(title, glyphs, limit: width), x: 0, y: 0)
    return grid
  }
}

extension Histogram {
  /// The figure in characters: at most `width` columns and exactly `height` lines.
  ///
  /// - Parameters:
  ///   - glyphs: `.ascii` for terminals and logs that show nothing else.
  ///   - colour: adds ANSI colour codes; they do not count as columns.
  public func sketch(
    width: Int = 80, height: Int = 20, glyphs: Glyphs = .unicode, colour: Bool = false
  ) -> String {
    sketched(width: width, height: height, glyphs: glyphs).rendered(colour: colour)
  }

  func sketched(width: Int, height: Int, glyphs: Glyphs) -> TextGrid {
    var grid = TextGrid(width: width, height: height, glyphs: glyphs)
    grid.write(TextGrid.truncated(title, glyphs, limit: width), x: 0, y: 0)
    return grid
  }
}

extension BarChart {
  /// The figure in characters: at most `width` columns and exactly `height` lines.
  ///
  /// - Parameters:
  ///   - glyphs: `.ascii` for terminals and logs that show nothing else.
  ///   - colour: adds ANSI colour codes; they do not count as columns.
  public func sketch(
    width: Int = 80, height: Int = 20, glyphs: Glyphs = .unicode, colour: Bool = false
  ) -> String {
    sketched(width: width, height: height, glyphs: glyphs).rendered(colour: colour)
  }

  func sketched(width: Int, height: Int, glyphs: Glyphs) -> TextGrid {
    var grid = TextGrid(width: width, height: height, glyphs: glyphs)
    grid.write(TextGrid.truncated(title, glyphs, limit: width), x: 0, y: 0)
    return grid
  }
}

extension SmallMultiples {
  /// The figure in characters: at most `width` columns and exactly `height` lines.
  ///
  /// - Parameters:
  ///   - glyphs: `.ascii` for terminals and logs that show nothing else.
  ///   - colour: adds ANSI colour codes; they do not count as columns.
  public func sketch(
    width: Int = 80, height: Int = 20, glyphs: Glyphs = .unicode, colour: Bool = false
  ) -> String {
    sketched(width: width, height: height, glyphs: glyphs).rendered(colour: colour)
  }

  func sketched(width: Int, height: Int, glyphs: Glyphs) -> TextGrid {
    var grid = TextGrid(width: width, height: height, glyphs: glyphs)
    grid.write(TextGrid.truncated(title, glyphs, limit: width), x: 0, y: 0)
    return grid
  }
}
