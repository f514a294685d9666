; The project's own NES game: two little fellows under the stars, steered by the two pads.
;
; While a player holds A the whole screen changes colour and a tone sounds, both in the very frame in which the pad
; shows it: pads, palette and sprites are all served at the start of vertical blanking, in the NMI.

PPU_CONTROL   = $2000
PPU_MASK      = $2001
PPU_STATUS    = $2002
PPU_SCROLL    = $2005
PPU_ADDRESS   = $2006
PPU_DATA      = $2007
SQUARE_1      = $4000
SQUARE_2      = $4004
SPRITE_DMA    = $4014
SOUND_ENABLE  = $4015
PAD_1         = $4016
PAD_2         = $4017

; A pad as it is read: the first button read ends up in the highest bit.
BUTTON_A      = %10000000
BUTTON_UP     = %00001000
BUTTON_DOWN   = %00000100
BUTTON_LEFT   = %00000010
BUTTON_RIGHT  = %00000001

NMI_ON        = %10000000
SHOW_ALL      = %00011110

HERO_TILE     = $80
BALL_TILE     = $84
LEFT_EDGE     = 8
RIGHT_EDGE    = 232
TOP_EDGE      = 15
BOTTOM_EDGE   = 183
BALL_RIGHT    = 240
BALL_BOTTOM   = 191

; Duty 50 %, constant volume, no end.
TONE_ON       = %10111000
TONE_OFF      = %10110000
; 1789773 Hz / (16 * 440 Hz) - 1, and the same for 660 Hz.
PERIOD_440    = 253
PERIOD_660    = 168

.segment "HEADER"
  .byte "NES", $1a
  .byte 1, 1                    ; 16 KiB of program, 8 KiB of pictures
  .byte %00000001, 0            ; mapper 0, vertical mirroring
  .res 8, 0

.segment "ZEROPAGE"
pads:         .res 2
hero_x:       .res 2
hero_y:       .res 2
ball_x:       .res 1
ball_y:       .res 1
ball_dx:      .res 1
ball_dy:      .res 1
text:         .res 2

.segment "SPRITES"
sprites:      .res 256

.segment "CODE"

reset:
  sei
  cld
  ldx #$ff
  txs
  inx
  stx PPU_CONTROL
  stx PPU_MASK
  lda #%01000000                ; no interrupts from the sound's frame counter
  sta PAD_2
  jsr wait_for_blank
  jsr wait_for_blank

  lda #72
  sta hero_x
  lda #168
  sta hero_x + 1
  lda #BOTTOM_EDGE
  sta hero_y
  sta hero_y + 1
  lda #120
  sta ball_x
  sta ball_y
  lda #1
  sta ball_dx
  sta ball_dy
  jsr hide_sprites
  jsr dress_sprites
  jsr start_sound
  jsr draw_background

  jsr wait_for_blank
  lda #NMI_ON
  sta PPU_CONTROL
  lda #SHOW_ALL
  sta PPU_MASK
forever:
  jmp forever

; ---- every frame ----

nmi:
  jsr read_pads
  jsr write_palette
  ldx #1
  jsr move_hero
  ldx #0
  jsr move_hero
  jsr move_ball
  jsr place_sprites
  lda #>sprites
  sta SPRITE_DMA
  lda #0
  sta PPU_SCROLL
  sta PPU_SCROLL
  lda #NMI_ON
  sta PPU_CONTROL
  jsr play_tones
irq:
  rti

read_pads:
  lda #1
  sta PAD_1
  lsr
  sta PAD_1
  ldx #8
@next:
  lda PAD_1
  lsr
  rol pads
  lda PAD_2
  lsr
  rol pads + 1
  dex
  bne @next
  rts

; Night, the first player's day, or the second player's dusk.
write_palette:
  lda PPU_STATUS
  lda #$3f
  sta PPU_ADDRESS
  lda #$00
  sta PPU_ADDRESS
  ldx #night - palettes
  bit pads + 1
  bpl @first
  ldx #dusk - palettes
@first:
  bit pads
  bpl @write
  ldx #day - palettes
@write:
  ldy #16
@next:
  lda palettes, x
  sta PPU_DATA
  inx
  dey
  bne @next
  rts

; X is the player.
move_hero:
  lda pads, x
  lsr
  bcc @not_right
  ldy hero_x, x
  cpy #RIGHT_EDGE
  bcs @not_right
  inc hero_x, x
  inc hero_x, x
@not_right:
  lsr
  bcc @not_left
  ldy hero_x, x
  cpy #LEFT_EDGE + 1
  bcc @not_left
  dec hero_x, x
  dec hero_x, x
@not_left:
  lsr
  bcc @not_down
  ldy hero_y, x
  cpy #BOTTOM_EDGE
  bcs @not_down
  inc hero_y, x
  inc hero_y, x
@not_down:
  lsr
  bcc @done
  ldy hero_y, x
  cpy #TOP_EDGE + 1
  bcc @done
  dec hero_y, x
  dec hero_y, x
@done:
  rts

; The ball flies by itself, so that the picture never stands still.
move_ball:
  lda ball_x
  clc
  adc ball_dx
  sta ball_x
  cmp #LEFT_EDGE
  beq @turn_x
  cmp #BALL_RIGHT
  bne @vertical
@turn_x:
  lda #0
  sec
  sbc ball_dx
  sta ball_dx
@vertical:
  lda ball_y
  clc
  adc ball_dy
  sta ball_y
  cmp #TOP_EDGE
  beq @turn_y
  cmp #BALL_BOTTOM
  bne @done
@turn_y:
  lda #0
  sec
  sbc ball_dy
  sta ball_dy
@done:
  rts

; Writes the places of the sprites; their tiles and colours never change.
place_sprites:
  ldx #1
  ldy #16
@hero:
  lda hero_y, x
  sta sprites + 0, y
  sta sprites + 4, y
  clc
  adc #8
  sta sprites + 8, y
  sta sprites + 12, y
  lda hero_x, x
  sta sprites + 3, y
  sta sprites + 11, y
  clc
  adc #8
  sta sprites + 7, y
  sta sprites + 15, y
  ldy #0
  dex
  bpl @hero
  lda ball_y
  sta sprites + 32
  lda ball_x
  sta sprites + 35
  rts

play_tones:
  ldx #TONE_OFF
  bit pads
  bpl @first
  ldx #TONE_ON
@first:
  stx SQUARE_1
  ldx #TONE_OFF
  bit pads + 1
  bpl @second
  ldx #TONE_ON
@second:
  stx SQUARE_2
  rts

; ---- once ----

wait_for_blank:
  bit PPU_STATUS
  bpl wait_for_blank
  rts

hide_sprites:
  lda #$ff
  ldx #0
@next:
  sta sprites, x
  inx
  bne @next
  rts

dress_sprites:
  ldx #0
@next:
  lda dresses, x
  sta sprites, x
  inx
  cpx #dresses_end - dresses
  bne @next
  rts

start_sound:
  lda #TONE_OFF
  sta SQUARE_1
  sta SQUARE_2
  lda #%00000011
  sta SOUND_ENABLE
  lda #%00001000                ; no sweep
  sta SQUARE_1 + 1
  sta SQUARE_2 + 1
  lda #PERIOD_440
  sta SQUARE_1 + 2
  lda #PERIOD_660
  sta SQUARE_2 + 2
  lda #0
  sta SQUARE_1 + 3
  sta SQUARE_2 + 3
  rts

draw_background:
  lda PPU_STATUS
  lda #$3f
  sta PPU_ADDRESS
  lda #$10
  sta PPU_ADDRESS
  ldx #0
@colours:
  lda sprite_colours, x
  sta PPU_DATA
  inx
  cpx #16
  bne @colours

  jsr clear_screen
  lda #<screen
  sta text
  lda #>screen
  sta text + 1
  ldy #0
@piece:
  jsr next_byte
  cmp #$ff
  beq @done
  sta PPU_ADDRESS
  jsr next_byte
  sta PPU_ADDRESS
  jsr next_byte
  tax
@tile:
  jsr next_byte
  sta PPU_DATA
  dex
  bne @tile
  jmp @piece
@done:
  jsr lay_ground
  rts

; All four name tables, colours included.
clear_screen:
  lda #$20
  sta PPU_ADDRESS
  lda #$00
  sta PPU_ADDRESS
  tax
  ldy #8
@next:
  sta PPU_DATA
  inx
  bne @next
  dey
  bne @next
  rts

lay_ground:
  lda #$23
  sta PPU_ADDRESS
  lda #$20
  sta PPU_ADDRESS
  lda #$02
  jsr row
  lda #$01
  jsr row
  jsr row
  jsr row
  jsr row
  ; The colours of the sky (0), of the title (2) and of the ground (1), for 32 x 32 pixels a byte.
  lda #$00
  ldx #8
  jsr several
  lda #%10101010
  ldx #8
  jsr several
  lda #$00
  ldx #32
  jsr several
  lda #%01010101
  ldx #16
  jmp several
row:
  ldx #32
several:
  sta PPU_DATA
  dex
  bne several
  rts

next_byte:
  lda (text), y
  inc text
  bne @done
  inc text + 1
@done:
  cmp #0
  rts

.segment "RODATA"

palettes:
night:
  .byte $01, $30, $21, $28
  .byte $01, $1a, $17, $07
  .byte $01, $2c, $1c, $30
  .byte $01, $30, $30, $30
day:
  .byte $38, $06, $16, $27
  .byte $38, $2a, $27, $17
  .byte $38, $16, $06, $30
  .byte $38, $06, $06, $06
dusk:
  .byte $35, $04, $14, $30
  .byte $35, $2b, $25, $14
  .byte $35, $13, $03, $30
  .byte $35, $04, $04, $04
sprite_colours:
  .byte $01, $2a, $30, $0f
  .byte $01, $26, $30, $0f
  .byte $01, $28, $30, $17
  .byte $01, $30, $30, $30

; Y, tile, colours, X of each sprite
dresses:
  .repeat 2, player
    .repeat 4, part
      .byte $ff, HERO_TILE + part, player, 0
    .endrepeat
  .endrepeat
  .byte $ff, BALL_TILE, 2, 0
dresses_end:

; Pieces of the screen: address, length, tiles.
.macro piece column, line, string
  .byte >($2000 + line * 32 + column), <($2000 + line * 32 + column), .strlen(string), string
.endmacro
.macro star column, line, tile
  .byte >($2000 + line * 32 + column), <($2000 + line * 32 + column), 1, tile
.endmacro
.macro title line
  .byte >($2000 + line * 32 + 2), <($2000 + line * 32 + 2), 27
.endmacro

screen:
  title 4
  .byte $16, $13, $11, $15, $10, $10, $16, $13, $14, $15, $10, $15, $17, $13
  .byte $14, $16, $13, $11, $16, $13, $14, $1d, $18, $15, $17, $13, $11
  title 5
  .byte $15, $10, $10, $15, $10, $10, $15, $10, $15, $15, $10, $15, $15, $10
  .byte $15, $15, $18, $14, $1d, $1c, $15, $15, $15, $15, $1d, $1c, $10
  title 6
  .byte $15, $10, $10, $15, $10, $10, $15, $10, $15, $15, $10, $15, $15, $10
  .byte $15, $15, $10, $15, $15, $10, $15, $15, $10, $15, $15, $10, $10
  title 7
  .byte $12, $13, $11, $13, $13, $11, $12, $13, $10, $12, $13, $10, $13, $13
  .byte $10, $12, $13, $11, $11, $10, $11, $11, $10, $11, $13, $13, $11
  piece 9, 10, "A DEMO FOR TWO"
  piece 8, 14, "D-PAD: WALK, FLY"
  piece 8, 16, "HOLD A: DAYLIGHT"
  star 3, 2, 3
  star 12, 2, 4
  star 21, 2, 3
  star 28, 3, 4
  star 5, 9, 4
  star 26, 9, 3
  star 2, 12, 3
  star 29, 13, 4
  star 14, 12, 4
  star 4, 18, 4
  star 10, 19, 3
  star 20, 18, 4
  star 27, 19, 3
  star 16, 21, 4
  star 6, 22, 3
  star 24, 22, 4
  .byte $ff

.segment "VECTORS"
  .word nmi, reset, irq
