;; RGB to I420 in limited-range BT.601. Of each pixel brightness and both colours are rounded, and a colour plane has
;; the mean of two by two. Coefficients are in units of 2⁻¹⁶ and must fit into 16 signed bits to be multiplied and added
;; in pairs: blue goes with red, and green, whose share of brightness is 33039, is there twice with half of each.
(module
  (memory (export "memory") 1)

  ;; Draws an even number of rows.
  ;;   $format   1 for XRGB8888, 2 for RGB565, 3 for XRGB1555: PIXEL_FORMATS of the core protocol
  ;;   $pixels   its upper left pixel; rows are $pitch bytes apart, and 16 bytes behind the last are read as well
  ;;   $widened  room for two rows of $width × 4 + 32 bytes each, where a pixel has two bytes
  ;;   $luma, $cb, $cr  where the rows go in the planes; fewer than four columns write past their ends
  (func (export "draw")
    (param $format i32) (param $pixels i32) (param $pitch i32) (param $width i32) (param $rows i32)
    (param $widened i32) (param $luma i32) (param $cb i32) (param $cr i32)
    (local $widened_lower i32) (local $upper i32) (local $lower i32)
    (local.set $widened_lower
      (i32.add (local.get $widened) (i32.add (i32.shl (local.get $width) (i32.const 2)) (i32.const 32))))
    (loop $pairs
      (local.set $upper (local.get $pixels))
      (local.set $lower (i32.add (local.get $pixels) (local.get $pitch)))
      (if (i32.ne (local.get $format) (i32.const 1))
        (then
          (call $widen (local.get $format) (local.get $upper) (local.get $width) (local.get $widened))
          (call $widen (local.get $format) (local.get $lower) (local.get $width) (local.get $widened_lower))
          (local.set $upper (local.get $widened))
          (local.set $lower (local.get $widened_lower))))
      (call $draw_pair
        (local.get $upper) (local.get $lower) (local.get $width)
        (local.get $luma) (local.get $cb) (local.get $cr))
      (local.set $pixels (i32.add (local.get $pixels) (i32.shl (local.get $pitch) (i32.const 1))))
      (local.set $luma (i32.add (local.get $luma) (i32.shl (local.get $width) (i32.const 1))))
      (local.set $cb (i32.add (local.get $cb) (i32.shr_u (local.get $width) (i32.const 1))))
      (local.set $cr (i32.add (local.get $cr) (i32.shr_u (local.get $width) (i32.const 1))))
      (br_if $pairs (local.tee $rows (i32.sub (local.get $rows) (i32.const 2))))))

  ;; Draws two rows of XRGB8888, four columns at a time.
  (func $draw_pair
    (param $upper i32) (param $lower i32) (param $width i32) (param $luma i32) (param $cb i32) (param $cr i32)
    (local $x i32) (local $last i32)
    (local $pixels v128) (local $blue_red v128) (local $green v128)
    (local $upper_y v128) (local $lower_y v128) (local $sum_cb v128) (local $sum_cr v128) (local $bytes v128)
    (local.set $last (i32.sub (local.get $width) (i32.const 4)))
    (loop $blocks
      (local.set $pixels
        (v128.load (i32.add (local.get $upper) (i32.shl (local.get $x) (i32.const 2)))))
      (local.set $blue_red (v128.and (local.get $pixels) (v128.const i32x4 0xff00ff 0xff00ff 0xff00ff 0xff00ff)))
      (local.set $green
        (i8x16.swizzle (local.get $pixels) (v128.const i8x16 1 -1 1 -1 5 -1 5 -1 9 -1 9 -1 13 -1 13 -1)))
      (local.set $upper_y
        (i32x4.shr_s
          (i32x4.add
            (i32x4.add
              (i32x4.dot_i16x8_s
                (local.get $blue_red)
                (v128.const i16x8 6416 16829 6416 16829 6416 16829 6416 16829))
              (i32x4.dot_i16x8_s
                (local.get $green)
                (v128.const i16x8 16520 16519 16520 16519 16520 16519 16520 16519)))
            (v128.const i32x4 0x108000 0x108000 0x108000 0x108000))
          (i32.const 16)))
      (local.set $sum_cb
        (i32x4.shr_s
          (i32x4.add
            (i32x4.add
              (i32x4.dot_i16x8_s
                (local.get $blue_red)
                (v128.const i16x8 28784 -9714 28784 -9714 28784 -9714 28784 -9714))
              (i32x4.dot_i16x8_s
                (local.get $green)
                (v128.const i16x8 -9535 -9535 -9535 -9535 -9535 -9535 -9535 -9535)))
            (v128.const i32x4 0x808000 0x808000 0x808000 0x808000))
          (i32.const 16)))
      (local.set $sum_cr
        (i32x4.shr_s
          (i32x4.add
            (i32x4.add
              (i32x4.dot_i16x8_s
                (local.get $blue_red)
                (v128.const i16x8 -4681 28784 -4681 28784 -4681 28784 -4681 28784))
              (i32x4.dot_i16x8_s
                (local.get $green)
                (v128.const i16x8 -12052 -12051 -12052 -12051 -12052 -12051 -12052 -12051)))
            (v128.const i32x4 0x808000 0x808000 0x808000 0x808000))
          (i32.const 16)))

      (local.set $pixels
        (v128.load (i32.add (local.get $lower) (i32.shl (local.get $x) (i32.const 2)))))
      (local.set $blue_red (v128.and (local.get $pixels) (v128.const i32x4 0xff00ff 0xff00ff 0xff00ff 0xff00ff)))
      (local.set $green
        (i8x16.swizzle (local.get $pixels) (v128.const i8x16 1 -1 1 -1 5 -1 5 -1 9 -1 9 -1 13 -1 13 -1)))
      (local.set $lower_y
        (i32x4.shr_s
          (i32x4.add
            (i32x4.add
              (i32x4.dot_i16x8_s
                (local.get $blue_red)
                (v128.const i16x8 6416 16829 6416 16829 6416 16829 6416 16829))
              (i32x4.dot_i16x8_s
                (local.get $green)
                (v128.const i16x8 16520 16519 16520 16519 16520 16519 16520 16519)))
            (v128.const i32x4 0x108000 0x108000 0x108000 0x108000))
          (i32.const 16)))
      (local.set $sum_cb
        (i32x4.add
          (local.get $sum_cb)
          (i32x4.shr_s
            (i32x4.add
              (i32x4.add
                (i32x4.dot_i16x8_s
                  (local.get $blue_red)
                  (v128.const i16x8 28784 -9714 28784 -9714 28784 -9714 28784 -9714))
                (i32x4.dot_i16x8_s
                  (local.get $green)
                  (v128.const i16x8 -9535 -9535 -9535 -9535 -9535 -9535 -9535 -9535)))
              (v128.const i32x4 0x808000 0x808000 0x808000 0x808000))
            (i32.const 16))))
      (local.set $sum_cr
        (i32x4.add
          (local.get $sum_cr)
          (i32x4.shr_s
            (i32x4.add
              (i32x4.add
                (i32x4.dot_i16x8_s
                  (local.get $blue_red)
                  (v128.const i16x8 -4681 28784 -4681 28784 -4681 28784 -4681 28784))
                (i32x4.dot_i16x8_s
                  (local.get $green)
                  (v128.const i16x8 -12052 -12051 -12052 -12051 -12052 -12051 -12052 -12051)))
              (v128.const i32x4 0x808000 0x808000 0x808000 0x808000))
            (i32.const 16))))

      ;; Four bytes of the upper row, then four of the lower.
      (local.set $bytes (i16x8.narrow_i32x4_s (local.get $upper_y) (local.get $lower_y)))
      (local.set $bytes (i8x16.narrow_i16x8_u (local.get $bytes) (local.get $bytes)))
      (v128.store32_lane 0 (i32.add (local.get $luma) (local.get $x)) (local.get $bytes))
      (v128.store32_lane 1
        (i32.add (i32.add (local.get $luma) (local.get $width)) (local.get $x))
        (local.get $bytes))
      ;; Two bytes of Cb, then two of Cr: each sum of two by two, divided by four and rounded.
      (local.set $bytes
        (i32x4.shr_u
          (i32x4.add
            (i32x4.extadd_pairwise_i16x8_s (i16x8.narrow_i32x4_s (local.get $sum_cb) (local.get $sum_cr)))
            (v128.const i32x4 2 2 2 2))
          (i32.const 2)))
      (local.set $bytes (i16x8.narrow_i32x4_s (local.get $bytes) (local.get $bytes)))
      (local.set $bytes (i8x16.narrow_i16x8_u (local.get $bytes) (local.get $bytes)))
      (v128.store16_lane 0
        (i32.add (local.get $cb) (i32.shr_u (local.get $x) (i32.const 1)))
        (local.get $bytes))
      (v128.store16_lane 1
        (i32.add (local.get $cr) (i32.shr_u (local.get $x) (i32.const 1)))
        (local.get $bytes))

      ;; Of a width that isn't a multiple of four two columns are drawn twice.
      (if (i32.lt_s (local.get $x) (local.get $last))
        (then
          (local.set $x (i32.add (local.get $x) (i32.const 4)))
          (if (i32.gt_s (local.get $x) (local.get $last)) (then (local.set $x (local.get $last))))
          (br $blocks)))))

  ;; Widens a row of two bytes a pixel to XRGB8888, eight pixels at a time: the upper bits of each channel, of which
  ;; there are five or six, are its lower ones once more.
  (func $widen (param $format i32) (param $from i32) (param $width i32) (param $to i32)
    (local $end i32) (local $pixels v128) (local $red v128) (local $green_blue v128)
    (local.set $end (i32.add (local.get $to) (i32.shl (local.get $width) (i32.const 2))))
    (loop $blocks
      (local.set $pixels (v128.load (local.get $from)))
      (local.set $green_blue
        (v128.or
          (v128.and
            (i16x8.shl (local.get $pixels) (i32.const 3))
            (v128.const i16x8 0xf8 0xf8 0xf8 0xf8 0xf8 0xf8 0xf8 0xf8))
          (v128.and
            (i16x8.shr_u (local.get $pixels) (i32.const 2))
            (v128.const i16x8 7 7 7 7 7 7 7 7))))
      (if (i32.eq (local.get $format) (i32.const 2))
        (then
          (local.set $green_blue
            (v128.or
              (local.get $green_blue)
              (v128.or
                (v128.and
                  (i16x8.shl (local.get $pixels) (i32.const 5))
                  (v128.const i16x8 0xfc00 0xfc00 0xfc00 0xfc00 0xfc00 0xfc00 0xfc00 0xfc00))
                (v128.and
                  (i16x8.shr_u (local.get $pixels) (i32.const 1))
                  (v128.const i16x8 0x300 0x300 0x300 0x300 0x300 0x300 0x300 0x300))))))
        (else
          (local.set $green_blue
            (v128.or
              (local.get $green_blue)
              (v128.or
                (v128.and
                  (i16x8.shl (local.get $pixels) (i32.const 6))
                  (v128.const i16x8 0xf800 0xf800 0xf800 0xf800 0xf800 0xf800 0xf800 0xf800))
                (v128.and
                  (i16x8.shl (local.get $pixels) (i32.const 1))
                  (v128.const i16x8 0x700 0x700 0x700 0x700 0x700 0x700 0x700 0x700)))))
          ;; Red is then where RGB565 has it.
          (local.set $pixels (i16x8.shl (local.get $pixels) (i32.const 1)))))
      (local.set $red
        (v128.or
          (v128.and
            (i16x8.shr_u (local.get $pixels) (i32.const 8))
            (v128.const i16x8 0xf8 0xf8 0xf8 0xf8 0xf8 0xf8 0xf8 0xf8))
          (i16x8.shr_u (local.get $pixels) (i32.const 13))))
      (v128.store
        (local.get $to)
        (i8x16.shuffle 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23 (local.get $green_blue) (local.get $red)))
      (v128.store offset=16
        (local.get $to)
        (i8x16.shuffle 8 9 24 25 10 11 26 27 12 13 28 29 14 15 30 31 (local.get $green_blue) (local.get $red)))
      (local.set $from (i32.add (local.get $from) (i32.const 16)))
      (local.set $to (i32.add (local.get $to) (i32.const 32)))
      (br_if $blocks (i32.lt_u (local.get $to) (local.get $end)))))

  ;; Turns a plane.
  ;;   $from     the byte that comes first
  ;;   $width, $height  of the plane when it is turned
  ;;   $along_x, $along_y  from the byte of a pixel to that of the one that comes to its right, and below it
  (func (export "turn")
    (param $from i32) (param $to i32) (param $width i32) (param $height i32) (param $along_x i32) (param $along_y i32)
    (local $source i32) (local $end i32)
    (loop $rows
      (local.set $source (local.get $from))
      (local.set $end (i32.add (local.get $to) (local.get $width)))
      (loop $row
        (i32.store8 (local.get $to) (i32.load8_u (local.get $source)))
        (local.set $source (i32.add (local.get $source) (local.get $along_x)))
        (br_if $row (i32.lt_u (local.tee $to (i32.add (local.get $to) (i32.const 1))) (local.get $end))))
      (local.set $from (i32.add (local.get $from) (local.get $along_y)))
      (br_if $rows (local.tee $height (i32.sub (local.get $height) (i32.const 1))))))
)
