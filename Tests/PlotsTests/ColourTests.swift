import XCTest

@testable import Plots

final class ColourTests: XCTestCase {
  func testSequentialLuminanceFalls() {
    let luminances = (0...100).map { ColourMap.sequential.colour(at: Double($0) / 100).luminance }
    for (lighter, darker) in zip(luminances, luminances.dropFirst()) {
      XCTAssertLessThan(darker, lighter)
    }
    XCTAssertGreaterThan(luminances[0], 0.85)
    XCTAssertLessThan(luminances[100], 0.05)
  }

  func testDivergingLuminanceIsSymmetricAndFallsFromTheMiddle() {
    for step in 0..<50 {
      let low = ColourMap.diverging.colour(at: 0.5 - Double(step) / 100).luminance
      let high = ColourMap.diverging.colour(at: 0.5 + Double(step) / 100).luminance
      // Eight bits a channel leave about a hundredth of the value open.
      XCTAssertEqual(low, high, accuracy: 0.012 * high + 0.002)
      let further = ColourMap.diverging.colour(at: 0.5 + Double(step + 1) / 100).luminance
      XCTAssertLessThan(further, high)
    }
  }

  func testMapsAreDistinguishableInEveryVision() {
    for (vision, onDark) in Vision.allCases.flatMap({ [($0, false), ($0, true)] }) {
      let steps = (0...7).map {
        vision.lab(ColourMap.sequential.colour(at: Double($0) / 7, onDark: onDark))
      }
      for (first, second) in zip(steps, steps.dropFirst()) {
        XCTAssertGreaterThan(distance(first, second), 7, "\(vision)")
      }
      for side in [0.3, 0.5, 0.75, 1] where vision != .greyscale {
        let low = vision.lab(ColourMap.diverging.colour(at: 0.5 - side / 2, onDark: onDark))
        let high = vision.lab(ColourMap.diverging.colour(at: 0.5 + side / 2, onDark: onDark))
        XCTAssertGreaterThan(distance(low, high), 25, "\(vision) at \(side)")
      }
    }
  }

  func testSeriesAndTextContrastWithTheCard() {
    let cards = Theme.parts.first { $0.name == "card" }
    let texts = Theme.parts.filter { $0.property == "fill" && $0.name != "card" }
    let light = texts.map(\.light) + Theme.series.map(\.light)
    let dark = texts.map(\.dark) + Theme.series.map(\.dark)
    for (colours, card) in [(light, cards?.light), (dark, cards?.dark)] {
      for colour in colours {
        XCTAssertGreaterThan(contrast(parsed(colour), parsed(card ?? "")), 4.5, colour)
      }
    }
  }

  func testSeriesAreDistinguishableWithColourBlindness() {
    for vision in [Vision.normal, .protanopia, .deuteranopia] {
      for colours in [Theme.series.map(\.light), Theme.series.map(\.dark)] {
        for first in colours.indices {
          for second in colours.indices where second > first {
            let difference = distance(
              vision.lab(parsed(colours[first])), vision.lab(parsed(colours[second])))
            XCTAssertGreaterThan(
              difference, 10, "\(vision): \(colours[first]) and \(colours[second])")
          }
        }
      }
    }
  }

  /// The more there is of it, the more a colour stands out from the page, whichever that is.
  func testWhatIsMuchStandsOutOnLightAndOnDarkPages() throws {
    let card = try XCTUnwrap(Theme.parts.first { $0.name == "card" })
    for (page, onDark) in [(card.light, false), (card.dark, true)] {
      func standsOut(_ map: ColourMap, _ fraction: Double) -> Double {
        contrast(map.colour(at: fraction, onDark: onDark), parsed(page))
      }
      for step in 1...20 {
        let (less, more) = (Double(step - 1) / 20, Double(step) / 20)
        XCTAssertLessThan(standsOut(.sequential, less), standsOut(.sequential, more))
        for side in [-0.5, 0.5] {
          XCTAssertLessThan(
            standsOut(.diverging, 0.5 + side * less), standsOut(.diverging, 0.5 + side * more))
        }
      }
      for map in [ColourMap.sequential, .diverging] {
        XCTAssertLessThan(standsOut(map, map == .diverging ? 0.5 : 0), 1.15, "\(map) on \(page)")
        XCTAssertGreaterThan(standsOut(map, 1), 6, "\(map) on \(page)")
      }
    }
  }

  func testAHeatMapsColoursAreLegibleInEveryTerminal() {
    for map in [ColourMap.sequential, .diverging] {
      for step in 0...10 {
        XCTAssertTrue(TextGrid.seriesColours.contains(map.terminalCode(at: Double(step) / 10)))
      }
    }
    XCTAssertNotEqual(
      ColourMap.diverging.terminalCode(at: 0), ColourMap.diverging.terminalCode(at: 1))
  }

  func testTerminalColoursContrastWithWhiteAndBlack() {
    for code in TextGrid.seriesColours {
      let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
      let place = code - 16
      let grey = UInt8(clamping: 8 + 10 * (code - 232))
      let colour =
        code < 232
        ? Colour(
          red: levels[place / 36], green: levels[place / 6 % 6], blue: levels[place % 6])
        : Colour(red: grey, green: grey, blue: grey)
      for ground in ["#ffffff", "#000000"] {
        XCTAssertGreaterThan(contrast(colour, parsed(ground)), 3, "\(code) on \(ground)")
      }
    }
  }

  func testHexadecimal() {
    XCTAssertEqual(Colour(red: 1, green: 171, blue: 255).hexadecimal, "#01abff")
  }

  // MARK: - Measures

  private func parsed(_ text: String) -> Colour {
    let value = UInt32(text.dropFirst(), radix: 16) ?? 0
    return Colour(
      red: UInt8(value >> 16 & 255), green: UInt8(value >> 8 & 255), blue: UInt8(value & 255))
  }

  private func contrast(_ first: Colour, _ second: Colour) -> Double {
    let (low, high) = (
      min(first.luminance, second.luminance), max(first.luminance, second.luminance)
    )
    return (high + 0.05) / (low + 0.05)
  }

  private func distance(_ first: [Double], _ second: [Double]) -> Double {
    zip(first, second).map { ($0 - $1) * ($0 - $1) }.reduce(0, +).squareRoot()
  }
}

/// How a colour is seen. The matrices act on linear sRGB (Viénot, Brettel and Mollon 1999).
private enum Vision: CaseIterable {
  case normal, protanopia, deuteranopia, greyscale

  private var matrix: [[Double]] {
    switch self {
    case .normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    case .protanopia: [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]]
    case .deuteranopia: [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]]
    case .greyscale: Array(repeating: [0.2126, 0.7152, 0.0722], count: 3)
    }
  }

  /// CIE L*a*b* of the colour as seen, under D65.
  func lab(_ colour: Colour) -> [Double] {
    let linear = [colour.red, colour.green, colour.blue].map(Colour.linear)
    let seen = Self.product(matrix, linear)
    let xyz = Self.product(
      [
        [0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505],
      ], seen)
    let f = zip(xyz, [0.9505, 1, 1.089]).map { value, white -> Double in
      let ratio = value / white
      return ratio > 0.008856 ? cbrt(ratio) : 7.787 * ratio + 16.0 / 116
    }
    return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]
  }

  private static func product(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
    matrix.map { row in zip(row, vector).map(*).reduce(0, +) }
  }
}
