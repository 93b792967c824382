import Writing

// An arithmetic coder in plain steps, with the places where a mistake can be made.

/// What can go wrong in one step of packing or unpacking.
enum PackingFault { case none, start, alone, end, width, narrowedFirst, notSettled, closed }

struct ReferencePacker: Equatable, CustomStringConvertible {
  var low: UInt64 = 0
  var width: UInt64 = 1 << 48
  var bytes: [UInt8] = []

  var description: String {
    "bytes \(bytes), low \(Double(low) / 0x1p48) · 2⁴⁸, width \(Double(width) / 0x1p48) · 2⁴⁸"
  }

  mutating func pack(_ symbol: Int, _ shares: [Int], _ fault: PackingFault = .none) {
    var part = width >> 24
    let start = shares[..<symbol].reduce(0, +) + (fault == .end ? shares[symbol] : 0)
    if fault == .narrowedFirst { part = (part * UInt64(shares[symbol])) >> 24 }
    if fault != .start { low &+= part &* UInt64(start) }
    if fault != .width { width = (width >> 24) * UInt64(shares[symbol]) }
    if fault != .notSettled { settle() }
  }

  private mutating func settle() {
    if low >> 48 > 0 {
      low &= (1 << 48) - 1
      var place = bytes.count - 1
      while place >= 0 && bytes[place] == 255 {
        bytes[place] = 0
        place -= 1
      }
      if place >= 0 { bytes[place] += 1 }
    }
    while width > 0 && width < 1 << 40 {
      bytes.append(UInt8(truncatingIfNeeded: low >> 40))
      low = (low << 8) & ((1 << 48) - 1)
      width <<= 8
    }
  }

  /// All that is left of the number, to the last digit.
  var finished: [UInt8] {
    var all = self
    // The middle of the interval, in six bytes, so that no rounding matters.
    all.low += width / 2
    all.width = (1 << 40) - 1
    all.settle()
    for shift in stride(from: 40, through: 0, by: -8) {
      all.bytes.append(UInt8(truncatingIfNeeded: all.low >> UInt64(shift)))
    }
    return all.bytes
  }
}

/// What a packer was after each symbol; of it a message shows the first that is wrong.
struct PackerStates: Equatable, CustomStringConvertible {
  let all: [ReferencePacker]
  let shown: Int

  var description: String {
    all.isEmpty ? "nothing" : "after symbol \(shown) \(all[shown])"
  }

  static func == (one: Self, other: Self) -> Bool { one.all == other.all }
}

struct ReferenceUnpacker {
  let bytes: [UInt8]
  var next = 6
  var place: UInt64 = 0
  var width: UInt64 = 1 << 48

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    for index in 0..<6 { place = place << 8 | (index < bytes.count ? UInt64(bytes[index]) : 0) }
  }

  mutating func unpack(_ shares: [Int], _ fault: PackingFault = .none) -> Int {
    let part = width >> 24
    var (start, symbol) = (UInt64(0), 0)
    func isBehind(_ end: UInt64) -> Bool { fault == .closed ? place > end : place >= end }
    while symbol < shares.count - 1, isBehind(start + part * UInt64(shares[symbol])) {
      if fault != .alone { start += part * UInt64(shares[symbol]) }
      symbol += 1
    }
    if fault != .start { place -= min(place, start) }
    if fault != .width { width = part * UInt64(shares[symbol]) }
    if fault != .notSettled {
      place = min(place, width - 1)
      while width < 1 << 40 {
        place = place << 8 | (next < bytes.count ? UInt64(bytes[next]) : 0)
        next += 1
        width <<= 8
      }
    }
    return symbol
  }
}
