import Foundation

/// Colours for numbers, computed from a formula: lightness is set in CIE L*, which is what a
/// greyscale print keeps; hue and chroma in Oklab (Ottosson 2020) only help. The hue of a number is
/// the same on light and on dark pages, and what is little is close to the page on both.
public enum ColourMap: Equatable, Sendable {
  /// Through yellow, green and blue, evenly away from the page: to dark on a light one.
  case sequential
  /// From blue over the page's own to orange: lightness leaves it evenly and equally on both sides of
  /// the middle. The sides differ along the axis of blue and yellow, which the common kinds of colour
  /// blindness leave alone.
  case diverging

  /// The colour of a fraction, 0 for the lower end of the map and 1 for the upper.
  public func colour(at fraction: Double, onDark: Bool = false) -> Colour {
    let t = fraction.isNaN ? 0 : max(0, min(1, fraction))
    switch self {
    case .sequential:
      // The hue turns from yellow to violet-blue; chroma is highest in the middle.
      return Colour(
        lightness: onDark ? 10 + 75 * t : 97 - 75 * t, chroma: 0.045 + 0.36 * t * (1 - t),
        hue: 105 + 165 * t)
    case .diverging:
      let side = abs(2 * t - 1)
      return Colour(
        lightness: onDark ? 10 + 60 * side : 97 - 57 * side,
        chroma: 0.17 * side.squareRoot() * min(1, side * 3),
        hue: t < 0.5 ? 255 : 55)
    }
  }
}

extension ColourMap {
  /// The colours in steps of a hundredth, as figures use them; computed once.
  func step(at fraction: Double) -> Shade {
    let index = Int((max(0, min(1, fraction)) * 100).rounded())
    return self == .sequential ? Self.sequentialSteps[index] : Self.divergingSteps[index]
  }

  private static let sequentialSteps = steps(of: .sequential)
  private static let divergingSteps = steps(of: .diverging)

  private static func steps(of map: ColourMap) -> [Shade] {
    (0...100).map { Double($0) / 100 }.map {
      Shade(light: map.colour(at: $0), dark: map.colour(at: $0, onDark: true))
    }
  }
}

/// A colour on light pages, and what stands for it on dark ones.
struct Shade: Hashable {
  let light, dark: Colour

  /// Black or white, whichever is easier to read on it.
  var ink: Shade { Shade(light: light.ink, dark: dark.ink) }
}

/// An sRGB colour of eight bits a channel.
public struct Colour: Hashable, Sendable {
  public var red, green, blue: UInt8

  /// A colour of these channels.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// The relative luminance, 0 for black and 1 for white (WCAG 2).
  public var luminance: Double {
    0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
  }

  /// Black or white, whichever is easier to read on it.
  var ink: Colour {
    let channel: UInt8 = luminance < 0.179 ? 255 : 0
    return Colour(red: channel, green: channel, blue: channel)
  }

  /// As CSS writes it: `#0b62c4`.
  public var hexadecimal: String {
    "#"
      + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  static func linear(_ channel: UInt8) -> Double {
    let value = Double(channel) / 255
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }

  static func encoded(_ linear: Double) -> UInt8 {
    let value = linear <= 0.003_130_8 ? 12.92 * linear : 1.055 * pow(linear, 1 / 2.4) - 0.055
    return UInt8((max(0, min(1, value)) * 255).rounded())
  }
}

extension Colour {
  /// The colour of a CIE lightness from 0 to 100 with an Oklab chroma and hue in degrees; chroma is
  /// lowered as far as sRGB demands.
  init(lightness: Double, chroma: Double, hue: Double) {
    let target =
      lightness > 8 ? pow((lightness + 16) / 116, 3) : lightness / 903.296_296_296_296_3
    let (a, b) = (cos(hue * .pi / 180), sin(hue * .pi / 180))
    /// Finds the Oklab lightness of the wanted luminance, which rises with it.
    func channels(_ chroma: Double) -> [Double] {
      var (low, high) = (0.0, 1.2)
      for _ in 0..<40 {
        let middle = (low + high) / 2
        let rgb = Self.linearChannels(middle, chroma * a, chroma * b)
        if 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2] < target {
          low = middle
        } else {
          high = middle
        }
      }
      return Self.linearChannels(low, chroma * a, chroma * b)
    }
    var best = channels(chroma)
    if !Self.isInGamut(best) {
      var (low, high) = (0.0, chroma)
      for _ in 0..<24 {
        let middle = (low + high) / 2
        if Self.isInGamut(channels(middle)) { low = middle } else { high = middle }
      }
      best = channels(low)
    }
    self.init(
      red: Self.encoded(best[0]), green: Self.encoded(best[1]), blue: Self.encoded(best[2]))
  }

  private static func isInGamut(_ channels: [Double]) -> Bool {
    channels.allSatisfy { $0 >= -1e-4 && $0 <= 1 + 1e-4 }
  }

  /// Linear sRGB of an Oklab colour.
  private static func linearChannels(_ lightness: Double, _ a: Double, _ b: Double) -> [Double] {
    let l = lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b
    let m = lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b
    let s = lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b
    let (l3, m3, s3) = (l * l * l, m * m * m, s * s * s)
    return [
      4.076_741_662_1 * l3 - 3.307_711_591_3 * m3 + 0.230_969_929_2 * s3,
      -1.268_438_004_6 * l3 + 2.609_757_401_1 * m3 - 0.341_319_396_5 * s3,
      -0.004_196_086_3 * l3 - 0.703_418_614_7 * m3 + 1.707_614_701_0 * s3,
    ]
  }
}
